using System.Text.Json;

namespace StatesLanguage;

/// <summary>Reads histories that <see cref="HistoryWriter"/> wrote.</summary>
public static class HistoryReader
{
    /// <summary>Reads one JSON object a line; a last line that was cut off, as a process that was killed leaves it, is left out.</summary>
    /// <exception cref="InvalidDataException">Another line is no event.</exception>
    public static IEnumerable<HistoryEvent> Read(TextReader lines)
    {
        for (var (number, line) = (1, lines.ReadLine()); line is not null; number++)
        {
            var next = lines.ReadLine();
            if (TryParse(line) is { } json)
            {
                yield return Event(json, number);
            }
            else if (next is not null)
            {
                throw new InvalidDataException($"Line {number} of the history is not JSON.");
            }

            line = next;
        }
    }

    private static JsonObject? TryParse(string line)
    {
        try
        {
            return Json.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HistoryEvent Event(JsonObject json, int number) =>
        Enum.TryParse<HistoryEventType>(Text(json, "type"), out var type) &&
        Whole(json, "id") is { } id &&
        Whole(json, "previousEventId") is { } previous &&
        json["timestamp"] is JsonNumber time
            ? new HistoryEvent(
                id, previous, DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(time.Value * 1000)), type,
                json[HistoryJson.DetailsName(type)] is JsonObject details ? Details(type, details) : null)
            : throw new InvalidDataException($"Line {number} of the history is no event.");

    private static EventDetails Details(HistoryEventType type, JsonObject details) => type switch
    {
        HistoryEventType.ExecutionStarted => new EventDetails.ExecutionStarted(Data(details, "input"), Text(details, "roleArn") ?? ""),
        HistoryEventType.ExecutionSucceeded => new EventDetails.ExecutionSucceeded(Data(details, "output")),
        HistoryEventType.ExecutionRedriven or HistoryEventType.MapRunRedriven =>
            new EventDetails.Redriven((int)(Whole(details, "redriveCount") ?? 0), Text(details, "mapRunArn")),
        HistoryEventType.EvaluationFailed =>
            new EventDetails.EvaluationFailed(Error(details), Text(details, "location"), Text(details, "state") ?? ""),
        HistoryEventType.MapStateStarted => new EventDetails.MapStateStarted((int)(Whole(details, "length") ?? 0)),
        HistoryEventType.MapIterationStarted or HistoryEventType.MapIterationSucceeded or
            HistoryEventType.MapIterationFailed or HistoryEventType.MapIterationAborted =>
            new EventDetails.MapIteration(Text(details, "name") ?? "", (int)(Whole(details, "index") ?? 0)),
        HistoryEventType.MapRunStarted => new EventDetails.MapRunStarted(Text(details, "mapRunArn") ?? ""),
        HistoryEventType.TaskScheduled =>
            new EventDetails.TaskScheduled(Resource(details), Text(details, "region") ?? "", Data(details, "parameters"))
            {
                TimeoutSeconds = Whole(details, "timeoutInSeconds"),
                HeartbeatSeconds = Whole(details, "heartbeatInSeconds"),
                RoleArn = Role(details),
            },
        HistoryEventType.TaskStarted => new EventDetails.TaskStarted(Resource(details)),
        HistoryEventType.TaskSubmitted or HistoryEventType.TaskSucceeded =>
            new EventDetails.TaskAnswered(Resource(details), Data(details, "output")),
        HistoryEventType.TaskFailed or HistoryEventType.TaskTimedOut => new EventDetails.TaskFailed(Resource(details), Error(details)),
        HistoryEventType.LambdaFunctionScheduled or HistoryEventType.ActivityScheduled =>
            new EventDetails.WorkScheduled(Text(details, "resource") ?? "", Data(details, "input"))
            {
                TimeoutSeconds = Whole(details, "timeoutInSeconds"),
                HeartbeatSeconds = Whole(details, "heartbeatInSeconds"),
                RoleArn = Role(details),
            },
        HistoryEventType.LambdaFunctionSucceeded or HistoryEventType.ActivitySucceeded =>
            new EventDetails.WorkSucceeded(Data(details, "output")),
        _ when details.TryGet("input", out _) => new EventDetails.StateEntered(Text(details, "name") ?? "", Data(details, "input")),
        _ when details.TryGet("output", out _) =>
            new EventDetails.StateExited(Text(details, "name") ?? "", Data(details, "output"), Assigned(details)),
        _ => new EventDetails.Failed(Error(details)),
    };

    private static JsonObject? Assigned(JsonObject details)
    {
        if (details["assignedVariables"] is not JsonObject assigned)
        {
            return null;
        }

        var values = new JsonObject.Builder(assigned.Count);
        foreach (var (name, _) in assigned)
        {
            values.Add(name, Data(assigned, name));
        }

        return values.Build();
    }

    private static TaskResource.Integration Resource(JsonObject details) =>
        TaskResource.Parse($"arn:aws:states:::{Text(details, "resourceType")}:{Text(details, "resource")}") as TaskResource.Integration
        ?? throw new InvalidDataException("An event of the history has no resource.");

    private static StatesError Error(JsonObject details) => new(Text(details, "error"), Text(details, "cause"));

    private static string? Role(JsonObject details) =>
        details["taskCredentials"] is JsonObject credentials ? Text(credentials, "roleArn") : null;

    // Data is JSON in a string.
    private static Json Data(JsonObject details, string name) => Text(details, name) is { } text ? Json.Parse(text) : Json.Null;

    private static string? Text(JsonObject json, string name) => (json[name] as JsonString)?.Value;

    private static long? Whole(JsonObject json, string name) =>
        json[name] is JsonNumber number && number.TryGetInt64(out var whole) ? whole : null;
}
