using JsonValues;
using StatesLanguage;

namespace Local.ConsolePage;

/// <summary>The visits to states in one execution or child execution, as a table with a timeline shows them.</summary>
internal static class VisitList
{
    // More rows than a person reads; each says where the rest is found.
    private const int Most = 2_000;

    /// <summary>The first visits, each without its data, and how many there are.</summary>
    public static JsonObject Of(IReadOnlyList<StateVisit> visits) => JsonObject.Of(
        ("total", visits.Count),
        ("visits", JsonArray.Of(visits.Take(Most).Select(visit => JsonObject.Of(
            ("id", visit.Id),
            ("name", visit.Name),
            ("parent", visit.Parent?.Id),
            ("status", visit.Status.ToString().ToLowerInvariant()),
            ("entered", Time(visit.Entered)),
            ("ended", Time(visit.Exited ?? (visit.Status == VisitStatus.Running ? null : visit.LastEvent))),
            ("retries", visit.Retries),
            ("error", visit.Error))))));

    /// <summary>The complete input and result of a visit.</summary>
    /// <param name="id">The id of the event that entered the state.</param>
    /// <returns>An empty object where there is no such visit.</returns>
    public static JsonObject Data(IReadOnlyList<StateVisit> visits, string id) =>
        visits.FirstOrDefault(visit => visit.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == id) is { } found
            ? JsonObject.Of(("input", found.Input.ToString()), ("output", found.Output?.ToString()), ("error", found.Error), ("cause", found.Cause))
            : JsonObject.Empty;

    private static string? Time(DateTimeOffset? time) => time is { } moment ? Timestamps.Format(moment) : null;
}
