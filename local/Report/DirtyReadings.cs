using Lake.Counting;

namespace Local.Report;

/// <summary>Readings that planning left out for one reason.</summary>
/// <param name="Reason">The reason, as <c>dirty-readings.sql</c> words it.</param>
/// <param name="Readings">The number of readings.</param>
/// <param name="Names">The unknown stores or depots, each with its number of readings, the most first; empty for another reason.</param>
internal sealed record DirtyReadings(string Reason, long Readings, IReadOnlyList<NamedCount> Names)
{
    public const string StoreIsUnknown = "store is unknown";

    public const string DepotIsUnknown = "depot of the store is unknown";

    /// <summary>The reason, with the names and the remedy where there are names.</summary>
    public string Words => Names.Count == 0
        ? Reason
        : $"{Reason}: {Counts.Names(Names)}. {RefusalWords.NameThem(Reason == StoreIsUnknown ? "stores" : "depots")}";

    /// <summary>The readings of each reason, the most first.</summary>
    public static IReadOnlyList<DirtyReadings> Of(IEnumerable<(string Reason, string Name, long Readings)> rows) =>
    [
        .. rows.GroupBy(row => row.Reason)
            .Select(reason => new DirtyReadings(
                reason.Key,
                reason.Sum(row => row.Readings),
                [.. reason.Where(row => row.Name.Length > 0).OrderByDescending(row => row.Readings).Select(row => new NamedCount(row.Name, row.Readings))]))
            .OrderByDescending(reason => reason.Readings)
            .ThenBy(reason => reason.Reason, StringComparer.Ordinal),
    ];
}
