using System.Globalization;
using System.Text.Json;
using Replenishment;

namespace StoreSimulation.Shopping;

/// <summary>People look at the pages of a store's products, and buy what the store's stock falls by.</summary>
/// <remarks>
/// Between two readings of a shelf, what the second has less was sold: as many sales lie in between, and the visits that
/// led to them. Where the second has more, the store was refilled, and what it sold besides is not known.
/// </remarks>
public sealed class Shoppers(ShoppingSettings settings)
{
    public const string Stream = "visits";

    // The number of a thousand shoppers who come in each hour, UTC: few at night, most after work.
    private static readonly int[] HourWeights =
        [4, 2, 1, 1, 2, 6, 15, 30, 45, 55, 60, 65, 70, 62, 55, 55, 60, 72, 85, 90, 75, 50, 28, 12];

    private static readonly string[] Referrers = ["search", "search", "search", "leaflet", "app", "app", "home"];

    // A record tells of a page's minute; it is sent when the minute is over.
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ShoppingSettings settings = settings.Checked();

    /// <param name="readings">Clean ones, in any order; those of a shelf at least a minute apart.</param>
    /// <returns>The records in the order in which they are sent, the same each time.</returns>
    public IEnumerable<TimedRecord> Records(IEnumerable<Reading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);

        var random = new Pcg(settings.Seed);
        var pages = new List<PageMinute>();
        foreach (var shelf in readings
            .GroupBy(reading => (reading.StoreId, reading.ProductId))
            .OrderBy(shelf => shelf.Key.StoreId, StringComparer.Ordinal)
            .ThenBy(shelf => shelf.Key.ProductId, StringComparer.Ordinal))
        {
            var counts = shelf.DistinctBy(reading => reading.EventId).OrderBy(reading => reading.RecordedAt).ToList();
            foreach (var (before, after) in counts.Zip(counts.Skip(1)))
            {
                pages.AddRange(Between(before, after, random));
            }
        }

        return Send(pages.OrderBy(page => page.Minute).ToList(), random);
    }

    private IEnumerable<PageMinute> Between(Reading before, Reading after, Pcg random)
    {
        var sold = (int)Math.Max(0, before.OnHand!.Value - after.OnHand!.Value);
        var first = Floor(before.RecordedAt!.Value).AddMinutes(1);
        var minutes = (int)((after.RecordedAt!.Value - first) / Minute);
        if (minutes < 1)
        {
            return [];
        }

        var visits = random.Between(0, 3);
        for (var sale = 0; sale < sold; sale++)
        {
            visits += 1 + random.Below(200 / settings.SalesPerHundredVisits);
        }

        var found = new SortedDictionary<int, (int Visits, int Sales)>();
        for (var visit = 0; visit < Math.Max(visits, sold); visit++)
        {
            var minute = Draw(first, minutes, random);
            var (seen, bought) = found.GetValueOrDefault(minute);
            found[minute] = (seen + 1, bought + (visit < sold ? 1 : 0));
        }

        return found.Select(page => new PageMinute(
            first.AddMinutes(page.Key), before.StoreId!, before.ProductId!, page.Value.Visits, page.Value.Sales));
    }

    /// <summary>A minute of the time between, by how many come at its hour.</summary>
    private static int Draw(DateTimeOffset first, int minutes, Pcg random)
    {
        const int MostWeight = 90;
        while (true)
        {
            var minute = random.Below(minutes);
            if (random.Below(MostWeight) < HourWeights[first.AddMinutes(minute).UtcDateTime.Hour])
            {
                return minute;
            }
        }
    }

    private IEnumerable<TimedRecord> Send(List<PageMinute> pages, Pcg random)
    {
        if (pages.Count == 0)
        {
            yield break;
        }

        var ids = new EventIds(settings.Seed, pages[0].Minute);
        var number = 0UL;
        foreach (var page in pages)
        {
            var url = $"/p/{page.ProductId}";
            var record = new TimedRecord(
                page.Minute + Minute, Stream, $"{page.StoreId}|{url}", Json(page, url, ids.Of(++number), random.Pick<string>(Referrers), random));
            yield return record;
            if (random.Chance(settings.DuplicatesPerMille))
            {
                yield return record;
            }
        }
    }

    private static ReadOnlyMemory<byte> Json(PageMinute page, string url, string id, string referrer, Pcg random)
    {
        using var buffer = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event_id", id);
            json.WriteString("store_id", page.StoreId);
            json.WriteString("url", url);
            json.WriteString("product_id", page.ProductId);
            json.WriteString("referrer", referrer);
            json.WriteString("occurred_at", Text(page.Minute.AddMilliseconds(random.Below(60_000))));
            json.WriteNumber("visits", page.Visits);
            json.WriteNumber("sales", page.Sales);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private sealed record PageMinute(DateTimeOffset Minute, string StoreId, string ProductId, int Visits, int Sales);
}
