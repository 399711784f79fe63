using RealTime.Detection;
using RealTime.Fleet;

namespace RealTime.Alerts;

/// <summary>
/// Finds the trucks that have fallen silent, from their latest positions, the trucks that were silent before, and the
/// present time alone.
/// </summary>
public static class Silence
{
    public const string Kind = "silent";

    /// <summary>A truck on its route that has not sent for so long is silent.</summary>
    public static readonly TimeSpan After = TimeSpan.FromMinutes(5);

    // A truck that has been silent for longer at the first check fell silent before there were checks.
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(24);

    /// <param name="open">The silences that were told of: a truck's key, and the minute of the last that was heard of it.</param>
    /// <returns>
    /// The alerts that open and are cleared. One is cleared when the truck sends again, ends its route, or is gone from
    /// the table.
    /// </returns>
    public static IReadOnlyList<AlertChange> Changes(
        IReadOnlyCollection<TruckSighting> trucks, IReadOnlyDictionary<string, DateTimeOffset> open, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(trucks);
        ArgumentNullException.ThrowIfNull(open);

        var byKey = trucks.ToDictionary(truck => truck.Key);
        var opened = trucks
            .Where(truck => !open.ContainsKey(truck.Key) && IsSilent(truck, now) && now - truck.RecordedAt < Forgotten)
            .Select(truck => Change(truck.Key, truck.Minute, clearedAt: null, truck, now));
        var cleared = open
            .Where(silence => !byKey.TryGetValue(silence.Key, out var truck) || !IsSilent(truck, now))
            .Select(silence => Change(silence.Key, silence.Value, now, byKey.GetValueOrDefault(silence.Key), now));

        return [.. cleared.Concat(opened).OrderBy(change => change.Key, StringComparer.Ordinal)];
    }

    private static bool IsSilent(TruckSighting truck, DateTimeOffset now) => truck.IsOnRoute && now - truck.RecordedAt > After;

    private static AlertChange Change(
        string key, DateTimeOffset openedAt, DateTimeOffset? clearedAt, TruckSighting? truck, DateTimeOffset now) => new(
        key,
        Kind,
        openedAt,
        clearedAt,
        truck is null ? 0 : Math.Round((now - truck.RecordedAt).TotalMinutes, 1),
        [Audience.Fleet],
        truck?.Place);
}
