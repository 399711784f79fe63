using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Replenishment.Planning;

/// <summary>Takes the lines out of an item, and says what is wrong with one that no query of ours yields.</summary>
public static class ShortageReader
{
    private const string Remedy = "Deploy low-stock.sql and this function from one release.";

    /// <exception cref="InvalidShortageException">The item lacks what the query always gives.</exception>
    public static IReadOnlyList<ShortLine> Lines(StoreShortages item, int index)
    {
        if (string.IsNullOrWhiteSpace(item.StoreId))
        {
            throw new InvalidShortageException($"Item {index} names no store. {Remedy}");
        }

        if (item.Part is not >= 0)
        {
            throw new InvalidShortageException($"Store {item.StoreId} has no part of 0 or more. {Remedy}");
        }

        var lines = Parse(item);
        foreach (var line in lines)
        {
            Check(item, line);
        }

        return lines;
    }

    private static IReadOnlyList<ShortLine> Parse(StoreShortages item)
    {
        try
        {
            return item.Lines.ValueKind switch
            {
                JsonValueKind.Array => item.Lines.Deserialize(ReplenishmentJson.Wire.IReadOnlyListShortLine)!,
                JsonValueKind.String => Parse(JsonMarshal.GetRawUtf8Value(item.Lines)) ?? [],
                _ => throw new JsonException("They are neither an array nor JSON text."),
            };
        }
        catch (JsonException problem)
        {
            throw new InvalidShortageException(
                $"The lines of store {item.StoreId}, part {item.Part}, cannot be read: {problem.Message} {Remedy}", problem);
        }
    }

    // JSON within a JSON string, and never UTF-16: most of a plan's time goes by here.
    private static IReadOnlyList<ShortLine>? Parse(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var text = ArrayPool<byte>.Shared.Rent(quoted.Length);
        try
        {
            return JsonSerializer.Deserialize(
                text.AsSpan(0, reader.CopyString(text)), ReplenishmentJson.Wire.IReadOnlyListShortLine);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static void Check(StoreShortages item, ShortLine? line)
    {
        var fault = line switch
        {
            null => "is null",
            _ when string.IsNullOrWhiteSpace(line.ProductId) => "names no product",
            { OnHand: < 0 } => $"has on_hand {line.OnHand}, less than 0",
            { InTransit: < 0 } => $"has in_transit {line.InTransit}, less than 0",
            { CaseSize: < 1 } => $"has case_size {line.CaseSize}, less than 1",
            { UnitVolumeL: < 0 } or { UnitVolumeL: double.NaN } => "has a unit_volume_l less than 0",
            _ when line.TargetLevel > line.ShelfCapacity =>
                $"has target_level {line.TargetLevel}, more than shelf_capacity {line.ShelfCapacity}",
            _ => null,
        };

        if (fault is not null)
        {
            throw new InvalidShortageException(
                $"Store {item.StoreId}, product {line?.ProductId}: the line {fault}, and no clean reading does. {Remedy}");
        }
    }
}
