using Lake.Firehose;
using Local.Protocol;
using Local.Storage;
using Workflow;

namespace Local.Firehose;

/// <summary>The delivery streams, one for each table that takes records.</summary>
internal sealed class DeliveryStreams : IAsyncDisposable
{
    // The stack gathers for a minute. Readings and dispatches are asked about while somebody watches; a stream that goes on
    // all day comes in fewer, larger files. A query sees all of them at once all the same.
    private static readonly (string Table, TimeSpan Interval)[] Tables =
    [
        ("inventory", TimeSpan.FromSeconds(2)),
        ("dispatches", TimeSpan.FromSeconds(2)),
        .. WorkflowFiles.Streams.Keys.Select(stream => (stream, TimeSpan.FromSeconds(PipelineFacts.BufferSeconds))),
    ];

    private readonly SortedDictionary<string, StreamBuffer> buffers = new(StringComparer.Ordinal);

    // Why a stream's buffer cannot be opened, by the stream's name.
    private readonly Dictionary<string, JournalException> leftOut = [];

    private DeliveryStreams() { }

    /// <summary>The streams' names in order, also of those that are left out.</summary>
    public IReadOnlyCollection<string> Names => [.. buffers.Keys.Concat(leftOut.Keys).Order(StringComparer.Ordinal)];

    /// <summary>The streams into the lake, named as their tables, with what the last process took and did not deliver.</summary>
    /// <param name="stream">The way into a table of the lake.</param>
    /// <param name="folder">The folder of the buffers' journals.</param>
    /// <param name="clock">Times the deliveries.</param>
    /// <param name="notice">Is told why a delivery fails, and which stream is left out because its journal cannot be read.</param>
    public static DeliveryStreams Open(Func<string, DeliveryStream> stream, string folder, TimeProvider clock, Action<string> notice)
    {
        var streams = new DeliveryStreams();
        foreach (var (table, interval) in Tables)
        {
            try
            {
                streams.buffers.Add(table, new(table, stream(table), folder, interval, clock, notice));
            }
            catch (Exception error) when (error is JournalException or IOException or UnauthorizedAccessException)
            {
                streams.leftOut.Add(table, error as JournalException ?? new($"The journal of the stream {table} cannot be opened: {error.Message}", error));
                notice($"The stream {table} is left out: {error.Message}");
            }
        }

        return streams;
    }

    /// <exception cref="AwsException">There is none of that name.</exception>
    /// <exception cref="JournalException">What it took before cannot be read.</exception>
    public StreamBuffer Get(string name) => buffers.GetValueOrDefault(name) ?? throw (leftOut.GetValueOrDefault(name) as Exception
        ?? new AwsException(
            "ResourceNotFoundException", $"Firehose {name} under account {LocalAccount.Id} not found."));

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
