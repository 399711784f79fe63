using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RealTime.Processing;

namespace RealTime.Tests.Memory;

/// <summary>Records of the streams.</summary>
internal static class Events
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 26, 22, 15, 0, TimeSpan.Zero);

    public static JsonObject Truck(
        string id, string truck = "D01-T03", DateTimeOffset? at = null, double cargo = 4, double speed = 50, double metres = 120) => new()
        {
            ["event_id"] = id,
            ["truck_id"] = truck,
            ["route_id"] = "D01-abc",
            ["recorded_at"] = Text(at ?? Start),
            ["latitude"] = 53.55,
            ["longitude"] = 9.99,
            ["speed_kmh"] = speed,
            ["heading"] = 90,
            ["distance_m"] = metres,
            ["cargo_c"] = cargo,
            ["engine_c"] = 85.5,
        };

    public static JsonObject Visit(string id, string store = "S0012", string url = "/p/P00042", DateTimeOffset? at = null, int visits = 3, int sales = 1) =>
        new()
        {
            ["event_id"] = id,
            ["store_id"] = store,
            ["url"] = url,
            ["product_id"] = "P00042",
            ["referrer"] = "search",
            ["occurred_at"] = Text(at ?? Start),
            ["visits"] = visits,
            ["sales"] = sales,
        };

    public static JsonObject With(this JsonObject json, string member, JsonNode? value)
    {
        json[member] = value;
        return json;
    }

    public static StreamRecord Record(
        string text, long number = 1, string shard = "shardId-000000000000", DateTimeOffset? arrived = null, string stream = "telemetry") => new(
        stream, shard, number.ToString(CultureInfo.InvariantCulture), "key", arrived ?? Start.AddSeconds(30), Encoding.UTF8.GetBytes(text));

    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
