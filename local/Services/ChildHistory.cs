using StatesLanguage;

namespace Local.Services;

/// <summary>
/// A child execution as it stands, with its events. Those of an EXPRESS one, which has no history on AWS, are without the
/// data its states passed on: from them a graph of the children is drawn. Thread-safe.
/// </summary>
internal sealed class ChildHistory(ChildExecution child, IHistory watcher) : IHistory
{
    private readonly Lock gate = new();
    private readonly List<Json> events = [];

    public ChildExecution Child => child;

    public void Append(HistoryEvent happened)
    {
        var kept = child.Type == ExecutionType.Express ? happened with { Details = WithoutData(happened.Details) } : happened;
        var shown = Json.Parse(EventText.Of(kept));
        lock (gate)
        {
            events.Add(shown);
        }

        watcher.Append(happened);
    }

    /// <summary>The child as DescribeExecution shows it, with its events.</summary>
    /// <param name="result">How it ended; null: it runs.</param>
    public JsonObject Report(ExecutionResult? result)
    {
        var report = new JsonObject.Builder()
            .Add("index", Json.Of(child.Index))
            .Add("type", Json.Of(child.Type == ExecutionType.Express ? "EXPRESS" : "STANDARD"))
            .Add("executionArn", Json.Of(child.ExecutionArn))
            .Add("name", Json.Of(child.Name))
            .Add("status", Json.Of(StatusName.Of(result?.Status ?? ExecutionStatus.Running)))
            .Add("startDate", Json.Of(child.StartDate.ToString("O")))
            .Add("stopDate", Json.Of(result?.StopDate.ToString("O")))
            .Add("items", Json.Of(child.Items))
            .Add("input", child.Input);
        switch (result)
        {
            case ExecutionResult.Succeeded(var output, _):
                report.Add("output", output);
                break;
            case ExecutionResult.Failed(var error, _):
                report.Add("error", Json.Of(error.Name)).Add("cause", Json.Of(error.Cause));
                break;
        }

        lock (gate)
        {
            return report.Add("events", JsonArray.Of([.. events])).Build();
        }
    }

    private static EventDetails? WithoutData(EventDetails? details) => details switch
    {
        EventDetails.ExecutionStarted started => started with { Input = Json.Null },
        EventDetails.ExecutionSucceeded => new EventDetails.ExecutionSucceeded(Json.Null),
        EventDetails.StateEntered entered => entered with { Input = Json.Null },
        EventDetails.StateExited exited => exited with { Output = Json.Null, Assigned = null },
        EventDetails.TaskScheduled scheduled => scheduled with { Parameters = Json.Null },
        EventDetails.TaskAnswered answered => answered with { Output = Json.Null },
        EventDetails.WorkScheduled scheduled => scheduled with { Input = Json.Null },
        EventDetails.WorkSucceeded => new EventDetails.WorkSucceeded(Json.Null),
        _ => details,
    };
}
