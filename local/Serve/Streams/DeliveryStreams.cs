using Lake.Firehose;

namespace Local.Serve.Streams;

/// <summary>The delivery streams, one for each table that takes records.</summary>
internal sealed class DeliveryStreams : IAsyncDisposable
{
    private readonly SortedDictionary<string, StreamBuffer> buffers = new(StringComparer.Ordinal);

    /// <param name="streams">By name.</param>
    /// <param name="folder">Where records wait that were taken and not yet delivered.</param>
    /// <param name="clock">Times of arrival.</param>
    /// <param name="notice">Told why a delivery fails.</param>
    public DeliveryStreams(IEnumerable<(string Name, DeliveryStream Stream)> streams, string folder, TimeProvider clock, Action<string> notice)
    {
        foreach (var (name, stream) in streams)
        {
            buffers[name] = new(name, stream, folder, clock, notice);
        }
    }

    public IReadOnlyCollection<string> Names => buffers.Keys;

    /// <exception cref="AwsException">There is none of that name.</exception>
    public StreamBuffer Get(string name) => buffers.GetValueOrDefault(name)
        ?? throw new AwsException(
            "ResourceNotFoundException", $"Firehose {name} under account {Sqs.QueueAddress.Account} not found.");

    /// <summary>Delivers what every stream has taken, so that a query sees it.</summary>
    public Task DeliverAsync(CancellationToken cancellation) =>
        Task.WhenAll(buffers.Values.Select(buffer => buffer.DeliverAsync(cancellation)));

    public async ValueTask DisposeAsync()
    {
        foreach (var buffer in buffers.Values)
        {
            await buffer.DisposeAsync();
        }
    }
}
