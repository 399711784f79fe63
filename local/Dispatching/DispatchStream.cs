using System.Text.Json;
using Lake.Firehose;
using Replenishment;
using Replenishment.Dispatching;

namespace Local.Dispatching;

/// <summary>Carries dispatches into the lake's dispatches table.</summary>
internal sealed class DispatchStream(DeliveryStream stream, TimeProvider clock) : IDispatchStream
{
    public Task SendAsync(IReadOnlyList<Dispatch> dispatches, CancellationToken cancellation = default)
    {
        using var lines = new MemoryStream();
        foreach (var dispatch in dispatches)
        {
            JsonSerializer.Serialize(lines, dispatch, ReplenishmentJson.Wire.Dispatch);
            lines.WriteByte((byte)'\n');
        }

        lines.Position = 0;
        var result = stream.Ingest(lines, clock.GetUtcNow(), cancellation);
        return result.Refused == 0
            ? Task.CompletedTask
            : throw new InvalidOperationException($"The dispatches stream refused {result.Refused} of {result.Read} dispatches.");
    }
}
