using Lake.Firehose;
using Local.Protocol;

namespace Local.Firehose;

/// <summary>The delivery streams, one for each table that takes records.</summary>
internal sealed class DeliveryStreams : IAsyncDisposable
{
    private static readonly string[] Tables = ["inventory", "dispatches"];

    private readonly SortedDictionary<string, StreamBuffer> buffers = new(StringComparer.Ordinal);

    private DeliveryStreams(IEnumerable<StreamBuffer> buffers)
    {
        foreach (var buffer in buffers)
        {
            this.buffers.Add(buffer.Name, buffer);
        }
    }

    public IReadOnlyCollection<string> Names => buffers.Keys;

    /// <summary>The streams into the lake, named as their tables, with what the last process took and did not deliver.</summary>
    /// <param name="stream">The way into a table of the lake.</param>
    /// <param name="folder">Where the buffers' journals are.</param>
    /// <param name="clock">Times the deliveries.</param>
    /// <param name="notice">Told why a delivery fails.</param>
    public static DeliveryStreams Open(Func<string, DeliveryStream> stream, string folder, TimeProvider clock, Action<string> notice) =>
        new(Tables.Select(table => new StreamBuffer(table, stream(table), folder, clock, notice)));

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
