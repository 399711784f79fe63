namespace StoreSimulation;

/// <summary>Lines that are no reading at all, as a cut connection or a wrong program sends them.</summary>
public static class UnreadableLines
{
    public static IReadOnlyList<string> All { get; } =
    [
        """{"event_id":"cut-off","store_id":"S0001","product_""",
        "till 3: out of paper",
        """{"event_id":"not-a-number","store_id":"S0001","product_id":"P00001","on_hand":"many","reorder_point":5,"target_level":20,"shelf_capacity":30,"case_size":6,"unit_volume_l":1.5,"recorded_at":"2026-11-20T08:00:00Z"}""",
    ];
}
