using System.Globalization;
using System.Text.Json.Nodes;
using RealTime.Streams;
using RealTime.Tables;

namespace RealTime.Tests.Processing;

/// <summary>The rows of minutes by plain arithmetic over distinct events, as text: what the processor must come to.</summary>
internal static class Recomputation
{
    /// <returns>A line for each row, in order.</returns>
    public static IEnumerable<string> Of(IEnumerable<JsonObject> events, StreamDefinition stream) => events
        .GroupBy(one => $"{Key(one, stream)} {one[stream.TimeField]!.GetValue<string>()[..16]}")
        .OrderBy(row => row.Key, StringComparer.Ordinal)
        .Select(row => stream.Name == "visits"
            ? Invariant($"{row.Key} {row.Count()} {row.Sum(one => Number(one, "visits"))} {row.Sum(one => Number(one, "sales"))}")
            : Truck(row.Key, [.. row.OrderBy(one => one["recorded_at"]!.GetValue<string>(), StringComparer.Ordinal)]));

    /// <returns>The same lines of the table's items.</returns>
    public static IEnumerable<string> Of(IEnumerable<Item> items, StreamDefinition stream) => items
        .OrderBy(item => $"{item.Text("k")} {item.Text("m")}", StringComparer.Ordinal)
        .Select(item => stream.Name == "visits"
            ? Invariant($"{item.Text("k")} {item.Text("m")} {item.Number("count")} {item.Number("visits")} {item.Number("sales")}")
            : Invariant($"{item.Text("k")} {item.Text("m")} {item.Number("count")} {item.Number("distance_mm")} ")
                + Invariant($"{item.NumberOrNull("cargo_mc_sum")} {item.NumberOrNull("cargo_mc_min")} {item.NumberOrNull("cargo_mc_max")} ")
                + Invariant($"{item.Number("first_latitude")} {item.Number("last_latitude")}"));

    private static string Truck(string row, IReadOnlyList<JsonObject> events)
    {
        var cargo = events.Where(one => one["cargo_c"] is not null).Select(one => Milli(one, "cargo_c")).ToList();

        return Invariant($"{row} {events.Count} {events.Sum(one => Milli(one, "distance_m"))} ")
            + (cargo.Count == 0 ? "   " : Invariant($"{cargo.Sum()} {cargo.Min()} {cargo.Max()} "))
            + Invariant($"{Number(events[0], "latitude")} {Number(events[^1], "latitude")}");
    }

    private static string Key(JsonObject one, StreamDefinition stream) =>
        string.Join('#', stream.KeyFields.Select(field => one[field]!.GetValue<string>()).Prepend(stream.KeyPrefix));

    private static decimal Milli(JsonObject one, string member) => decimal.Round(Number(one, member) * 1000);

    private static decimal Number(JsonObject one, string member) =>
        decimal.Parse(one[member]!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
