using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using RealTime.Streams;
using RealTime.Tables;

namespace RealTime.Minutes;

/// <summary>A minute's row as an item of the table <c>minutes</c>.</summary>
public sealed class MinuteItem
{
    /// <summary>The partitions over which the index spreads the keys of a minute.</summary>
    public const int Slots = 4;

    // The time for which a person may want to look at a minute; an event older than a day is not counted in any case.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly StreamDefinition stream;

    public MinuteItem(StreamDefinition stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.stream = stream;
    }

    /// <summary>The partition of the index <c>by-minute</c> that has a key's row of a minute.</summary>
    /// <returns>Like <c>truck#2026-11-26T22:15#2</c>.</returns>
    public static string Slot(string key, DateTimeOffset minute)
    {
        ArgumentNullException.ThrowIfNull(key);

        var spread = Encoding.UTF8.GetBytes(key).Aggregate(0u, (hash, one) => (hash * 31) + one) % Slots;
        return string.Create(
            CultureInfo.InvariantCulture, $"{key[..key.IndexOf('#', StringComparison.Ordinal)]}#{MinuteKey.Text(minute)}#{spread}");
    }

    public Item Of(MinuteRow row)
    {
        ArgumentNullException.ThrowIfNull(row);

        var item = new Item
        {
            ["k"] = ItemValue.Of(row.Id.Key),
            ["m"] = ItemValue.Of(MinuteKey.Text(row.Id.Minute)),
            ["slot"] = ItemValue.Of(Slot(row.Id.Key, row.Id.Minute)),
            ["count"] = ItemValue.Of(row.Count),
            ["late"] = ItemValue.Of(row.Late),
            ["seen"] = ItemValue.Of(Pack(row.Seen)),
            [Attributes.Revision] = ItemValue.Of(row.Revision),
            [Attributes.ExpiresAt] = ItemValue.Of((row.Id.Minute + Kept).ToUnixTimeSeconds()),
        };
        foreach (var (measure, value) in stream.Measures.Zip(row.Measures))
        {
            Write(item, measure, value);
        }

        Write(item, "first", row.First);
        Write(item, "last", row.Last);
        return item;
    }

    public MinuteRow Read(Item item)
    {
        ArgumentNullException.ThrowIfNull(item);

        return new(new(item.Text("k"), MinuteKey.Parse(item.Text("m"))))
        {
            Count = item.Whole("count"),
            Late = item.Whole("late"),
            Seen = Unpack(item.Bytes("seen").Span),
            Revision = item.Whole(Attributes.Revision),
            Measures = [.. stream.Measures.Select(measure => Read(item, measure))],
            First = ReadSighting(item, "first"),
            Last = ReadSighting(item, "last"),
        };
    }

    private static void Write(Item item, Measure measure, Measured value)
    {
        switch (measure.Kind)
        {
            case MeasureKind.Sum:
                item[measure.Column] = ItemValue.Of(value.Sum);
                break;
            case MeasureKind.Range when value.Count > 0:
                item[$"{measure.Column}_n"] = ItemValue.Of(value.Count);
                item[$"{measure.Column}_sum"] = ItemValue.Of(value.Sum);
                item[$"{measure.Column}_min"] = ItemValue.Of(value.Least);
                item[$"{measure.Column}_max"] = ItemValue.Of(value.Most);
                break;
        }
    }

    private static Measured Read(Item item, Measure measure) => measure.Kind switch
    {
        // The count, least and greatest value of other measures are never used.
        MeasureKind.Sum when item.NumberOrNull(measure.Column) is { } sum => new(item.Whole("count"), (long)sum, 0, 0),
        MeasureKind.Range when item.NumberOrNull($"{measure.Column}_n") is { } count => new(
            (long)count,
            item.Whole($"{measure.Column}_sum"),
            item.Whole($"{measure.Column}_min"),
            item.Whole($"{measure.Column}_max")),
        _ => default,
    };

    private static void Write(Item item, string name, Sighting? sighting)
    {
        if (sighting is { } seen)
        {
            item[$"{name}_at"] = ItemValue.Of(seen.Time.ToUnixTimeMilliseconds());
            item[$"{name}_id"] = ItemValue.Of(seen.IdHash);
            item[$"{name}_latitude"] = ItemValue.Of(seen.Place.Latitude);
            item[$"{name}_longitude"] = ItemValue.Of(seen.Place.Longitude);
        }
    }

    private static Sighting? ReadSighting(Item item, string name) =>
        item.NumberOrNull($"{name}_at") is { } at
            ? new(
                DateTimeOffset.FromUnixTimeMilliseconds((long)at),
                (ulong)item.Number($"{name}_id"),
                Place.Of(item.Number($"{name}_latitude"), item.Number($"{name}_longitude")))
            : null;

    private static byte[] Pack(IReadOnlyList<ulong> hashes)
    {
        var packed = new byte[hashes.Count * sizeof(ulong)];
        for (var index = 0; index < hashes.Count; index++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(packed.AsSpan(index * sizeof(ulong)), hashes[index]);
        }

        return packed;
    }

    private static ulong[] Unpack(ReadOnlySpan<byte> packed)
    {
        var hashes = new ulong[packed.Length / sizeof(ulong)];
        for (var index = 0; index < hashes.Length; index++)
        {
            hashes[index] = BinaryPrimitives.ReadUInt64BigEndian(packed[(index * sizeof(ulong))..]);
        }

        return hashes;
    }
}
