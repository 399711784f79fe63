using System.Globalization;
using JsonValues;
using StatesLanguage;

namespace Local.Tests.Drawing;

/// <summary>
/// An event history as text a person can read: <c>id previous type name=value …</c>, one event a line, a second apart.
/// Values hold no space; inputs and outputs are JSON, and null where they are left out.
/// </summary>
internal static class HistoryText
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private static readonly TaskResource.Integration Resource =
        (TaskResource.Integration)TaskResource.Parse("arn:aws:states:::athena:startQueryExecution.sync")!;

    public static IReadOnlyList<HistoryEvent> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Event)];

    /// <summary>A map run that has ended.</summary>
    public static MapRun MapRun(string arn, MapRunCounts items, MapRunCounts children) => new()
    {
        MapRunArn = arn,
        ExecutionArn = "arn:execution",
        Status = ExecutionStatus.Succeeded,
        StartDate = Start,
        StopDate = Start,
        MaxConcurrency = 0,
        ToleratedFailureCount = 0,
        ToleratedFailurePercentage = 0,
        ItemCounts = items,
        ExecutionCounts = children,
    };

    private static HistoryEvent Event(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var id = long.Parse(words[0], CultureInfo.InvariantCulture);
        var type = Enum.Parse<HistoryEventType>(words[2]);
        var values = words.Skip(3).Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return new(id, long.Parse(words[1], CultureInfo.InvariantCulture), Start.AddSeconds(id), type, Details(type, values));
    }

    private static EventDetails? Details(HistoryEventType type, Dictionary<string, string> values) => type switch
    {
        _ when type.EntersState() => new EventDetails.StateEntered(values["name"], Data(values, "input")),
        _ when type.ExitsState() => new EventDetails.StateExited(values["name"], Data(values, "output"), null),
        HistoryEventType.MapStateStarted when values.TryGetValue("length", out var length) =>
            new EventDetails.MapStateStarted(int.Parse(length, CultureInfo.InvariantCulture)),
        HistoryEventType.MapRunStarted => new EventDetails.MapRunStarted(values["mapRunArn"]),
        HistoryEventType.TaskFailed or HistoryEventType.TaskTimedOut => new EventDetails.TaskFailed(Resource, Error(values)),
        _ when values.ContainsKey("error") => new EventDetails.Failed(Error(values)),
        _ => null,
    };

    private static Json Data(Dictionary<string, string> values, string name) =>
        values.TryGetValue(name, out var text) ? Json.Parse(text) : Json.Null;

    private static StatesError Error(Dictionary<string, string> values) =>
        new(values.GetValueOrDefault("error"), values.GetValueOrDefault("cause"));
}
