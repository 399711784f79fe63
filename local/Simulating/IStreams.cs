using Kinesis;

namespace Local.Simulating;

/// <summary>The streams to which simulated records go.</summary>
internal interface IStreams
{
    /// <param name="stream"><c>telemetry</c> or <c>visits</c>.</param>
    /// <returns>Once every record is taken.</returns>
    Task PutAsync(string stream, IReadOnlyList<PutRecord> records, CancellationToken cancellation);
}
