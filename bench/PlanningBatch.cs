using System.Text;
using System.Text.Json;

namespace Bench;

/// <summary>A batch as the Distributed Map hands it to StorePlanning: every line three on the shelf, sixty aimed at.</summary>
internal sealed record PlanningBatch(int Stores, int LinesOfStore)
{
    private const int UnitsOfLine = 60;

    public int Lines => Stores * LinesOfStore;

    /// <summary>The ordered units: up to the target level, in whole cases of six.</summary>
    public int Units => Lines * UnitsOfLine;

    public byte[] Json()
    {
        var lines = JsonSerializer.Serialize($"[{string.Join(',', Enumerable.Range(0, LinesOfStore).Select(Line))}]");

        return Encoding.UTF8.GetBytes(
            $$"""{"BatchInput":{"execution_id":"arn:aws:states:us-east-1:000000000000:execution:bench:one","requested_at":"2026-11-20T10:00:00Z"},"Items":[{{string.Join(',', Enumerable.Range(0, Stores).Select(store => Store(store, lines)))}}]}""");
    }

    private static string Line(int product) =>
        $$"""{"product_id":"product-{{product:00000}}","on_hand":3,"in_transit":0,"reorder_point":10,"target_level":60,"shelf_capacity":72,"case_size":6,"unit_volume_l":0.5,"demand_per_day":4.5,"days_of_cover":0.667,"recorded_at":"2026-11-20T09:00:00.000Z"}""";

    private static string Store(int store, string lines) =>
        $$"""{"store_id":"store-{{store}}","part":0,"region":"north","depot_id":"depot-1","latitude":50.1,"longitude":8.1,"depot_latitude":50.2,"depot_longitude":8.2,"depot_trucks":20,"truck_volume_l":20000,"lines":{{lines}}}""";
}
