using StatesLanguage;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace Local.ConsolePage;

/// <summary>The visits to states in one execution or child execution, as a table with a timeline shows them.</summary>
internal static class VisitList
{
    // More rows than a person reads; each says where the rest is found.
    private const int Most = 2_000;

    /// <summary>The first visits, each without its data, and how many there are.</summary>
    public static JsonObject Of(IReadOnlyList<StateVisit> visits) => new()
    {
        ["total"] = visits.Count,
        ["visits"] = new JsonArray([.. visits.Take(Most).Select(visit => new JsonObject
        {
            ["id"] = visit.Id,
            ["name"] = visit.Name,
            ["parent"] = visit.Parent?.Id,
            ["status"] = visit.Status.ToString().ToLowerInvariant(),
            ["entered"] = visit.Entered,
            ["ended"] = visit.Exited ?? (visit.Status == VisitStatus.Running ? null : visit.LastEvent),
            ["retries"] = visit.Retries,
            ["error"] = visit.Error,
        })]),
    };

    /// <summary>The complete input and result of a visit.</summary>
    /// <param name="id">The id of the event that entered the state.</param>
    /// <returns>An empty object where there is no such visit.</returns>
    public static JsonObject Data(IReadOnlyList<StateVisit> visits, string id) =>
        visits.FirstOrDefault(visit => visit.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == id) is { } found
            ? new() { ["input"] = found.Input.ToString(), ["output"] = found.Output?.ToString(), ["error"] = found.Error, ["cause"] = found.Cause }
            : [];
}
