using Kinesis.Mappings;
using RealTime.Processing;

namespace Local.StreamMinutes;

/// <summary>The function behind the streams' event source mappings, as its Lambda is on AWS.</summary>
internal sealed class CountEvents(StreamFunction function) : IStreamFunction
{
    /// <summary>What the function is called.</summary>
    public const string Name = "CountEvents";

    public async Task<ReadOnlyMemory<byte>> InvokeAsync(ReadOnlyMemory<byte> kinesisEvent, CancellationToken cancellation) =>
        await function.InvokeAsync(kinesisEvent, cancellation);
}
