using Kinesis;
using Local.Services;
using Local.StreamMinutes;

namespace Local.Simulating;

/// <summary>The stage's own streams; what a shard has no room for is sent again.</summary>
internal sealed class KinesisStreams(Stage stage) : IStreams
{
    public Task PutAsync(string stream, IReadOnlyList<PutRecord> records, CancellationToken cancellation) =>
        stage.Kinesis.PutAllAsync(stream, records, cancellation);
}
