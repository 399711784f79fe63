using Local.Storage;
using StatesLanguage;
using Node = System.Text.Json.Nodes.JsonNode;

namespace Local.StepFunctions;

/// <summary>What is kept of an execution, as the interpreter goes on from it.</summary>
internal sealed class KeptExecution
{
    private readonly ExecutionStore store;
    private readonly Execution execution;
    private readonly List<HistoryEvent> events;

    /// <param name="store">Holds its map runs' children.</param>
    /// <param name="execution">As it goes on.</param>
    /// <param name="events">Its history, read before.</param>
    public KeptExecution(ExecutionStore store, Execution execution, List<HistoryEvent> events) =>
        (this.store, this.execution, this.events) = (store, execution, events);

    /// <summary>Whether its last redrive was promised and has not begun.</summary>
    public bool RedriveIsDue =>
        execution.RedriveCount > events.Count(happened => happened.Type == HistoryEventType.ExecutionRedriven);

    /// <summary>How it ended, where its last event says so; null: it is to go on.</summary>
    public ExecutionResult? Result => RedriveIsDue || events is not [.., var last] ? null : last switch
    {
        { Details: EventDetails.ExecutionSucceeded(var output) } => new ExecutionResult.Succeeded(output, last.Timestamp),
        { Type: HistoryEventType.ExecutionFailed, Details: EventDetails.Failed(var error) } =>
            new ExecutionResult.Failed(error, last.Timestamp),
        { Type: HistoryEventType.ExecutionAborted, Details: EventDetails.Failed(var error) } =>
            new ExecutionResult.Aborted(error, last.Timestamp),
        { Type: HistoryEventType.ExecutionTimedOut } => new ExecutionResult.TimedOut(last.Timestamp),
        _ => null,
    };

    public PastExecution Past => new()
    {
        Events = events,
        Children = Children,
        RedriveCount = execution.RedriveCount - (RedriveIsDue ? 1 : 0),
    };

    /// <summary>The history of an execution.</summary>
    /// <exception cref="DataFolderException">It is damaged.</exception>
    public static List<HistoryEvent> EventsOf(ExecutionStore store, string arn)
    {
        try
        {
            return Events(store.History(arn));
        }
        catch (Exception error) when (error is InvalidDataException or System.Text.Json.JsonException or ArgumentException)
        {
            throw StoredJson.Damaged($"'{store.HistoryPath(arn)}'", error);
        }
    }

    private static List<HistoryEvent> Events(IEnumerable<string> lines)
    {
        using var text = new StringReader(string.Join('\n', lines));
        return [.. HistoryReader.Read(text)];
    }

    private IEnumerable<PastChild> Children(string mapRunArn) =>
        store.Children(execution.ExecutionArn, MapRuns.Id(mapRunArn))
            .Select(line => Child(mapRunArn, Node.Parse(line)!));

    private static PastChild Child(string mapRunArn, Node kept)
    {
        var child = new ChildExecution(
            mapRunArn,
            (int)kept["index"]!,
            (string)kept["executionArn"]!,
            (string)kept["name"]!,
            (string)kept["type"]! == "EXPRESS" ? ExecutionType.Express : ExecutionType.Standard,
            (int)kept["items"]!,
            Json.Parse((string)kept["input"]!),
            (DateTimeOffset)kept["startDate"]!);
        var stopped = (DateTimeOffset)kept["stopDate"]!;
        var error = new StatesError((string?)kept["error"], (string?)kept["cause"]);
        ExecutionResult result = (string)kept["status"]! switch
        {
            "SUCCEEDED" => new ExecutionResult.Succeeded(Json.Parse((string)kept["output"]!), stopped),
            "TIMED_OUT" => new ExecutionResult.TimedOut(stopped),
            "ABORTED" => new ExecutionResult.Aborted(error, stopped),
            _ => new ExecutionResult.Failed(error, stopped),
        };
        var goesOn = child.Type == ExecutionType.Standard && result is not ExecutionResult.Succeeded;
        return new(child, result, goesOn ? PastOf(kept["events"]!.AsArray()) : null);
    }

    private static PastExecution PastOf(System.Text.Json.Nodes.JsonArray kept)
    {
        var events = Events(kept.Select(happened => happened!.ToJsonString()));
        return new() { Events = events, RedriveCount = events.Count(happened => happened.Type == HistoryEventType.ExecutionRedriven) };
    }
}
