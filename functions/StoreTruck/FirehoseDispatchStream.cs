using System.Text.Json;
using RecordStreaming;
using Replenishment;
using Replenishment.Dispatching;

namespace StoreTruck;

/// <summary>The dispatches stream: several rows in a record, one JSON document each.</summary>
internal sealed class FirehoseDispatchStream(RecordSender sender) : IDispatchStream
{
    public async Task SendAsync(IReadOnlyList<Dispatch> dispatches, CancellationToken cancellation = default)
    {
        var documents = dispatches.Select(dispatch =>
            (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(dispatch, ReplenishmentJson.Wire.Dispatch));
        await foreach (var call in documents.ToAsyncEnumerable().ToRecords(cancellation).ToCalls(cancellation))
        {
            await sender.SendAsync(call, cancellation);
        }
    }
}
