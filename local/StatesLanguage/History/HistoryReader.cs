using System.Globalization;
using System.Text.Json;

namespace StatesLanguage;

/// <summary>Reads events in the form that <see cref="HistoryJson"/> writes, which is GetExecutionHistory's.</summary>
public static class HistoryReader
{
    // Seconds since 1970 that a date can say.
    private const double Earliest = -62_135_596_800;
    private const double Latest = 253_402_300_799;

    private static readonly Dictionary<string, HistoryEventType> Types =
        Enum.GetValues<HistoryEventType>().ToDictionary(type => type.ToString(), StringComparer.Ordinal);

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

    /// <summary>Reads one event.</summary>
    /// <param name="json">An object; its time in seconds since 1970, or as ISO 8601 text, which the AWS CLI prints.</param>
    /// <exception cref="InvalidDataException">It is no event; the message says why.</exception>
    public static HistoryEvent Read(Json json)
    {
        var members = json as JsonObject ?? throw new InvalidDataException("It is no JSON object.");
        var type = TypeOf(members);
        try
        {
            return new(
                Number(members, "id"), Number(members, "previousEventId"), Time(members), type,
                members[HistoryJson.DetailsName(type)] is JsonObject details ? Details(type, details) : null);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Its data is not JSON: {exception.Message}", exception);
        }
    }

    private static HistoryEvent Event(JsonObject json, int number)
    {
        try
        {
            return Read(json);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"Line {number} of the history is no event. {exception.Message}", exception);
        }
    }

    private static HistoryEventType TypeOf(JsonObject json) => json["type"] switch
    {
        JsonString text => Types.TryGetValue(text.Value, out var type)
            ? type
            : throw new InvalidDataException($"No event has the type '{text.Value}'."),
        JsonNull => throw new InvalidDataException("Its type is null."),
        null => throw new InvalidDataException("It has no type."),
        _ => throw new InvalidDataException("Its type is no text."),
    };

    private static long Number(JsonObject json, string name) => json[name] switch
    {
        JsonNumber number when number.TryGetInt64(out var whole) => whole,
        null => throw new InvalidDataException($"It has no {name}."),
        _ => throw new InvalidDataException($"Its {name} is no whole number."),
    };

    private static DateTimeOffset Time(JsonObject json) => json["timestamp"] switch
    {
        JsonNumber { Value: >= Earliest and <= Latest } seconds => DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds.Value * 1000)),
        JsonString text when DateTimeOffset.TryParse(
            text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        null => throw new InvalidDataException("It has no timestamp."),
        _ => throw new InvalidDataException("Its timestamp is no time."),
    };

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
        HistoryEventType.ActivityStarted => new EventDetails.ActivityStarted(Text(details, "workerName")),
        HistoryEventType.LambdaFunctionSucceeded or HistoryEventType.ActivitySucceeded =>
            new EventDetails.WorkSucceeded(Data(details, "output")),
        _ when type.EntersState() => new EventDetails.StateEntered(Text(details, "name") ?? "", Data(details, "input")),
        _ when type.ExitsState() =>
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
