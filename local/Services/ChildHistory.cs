using StatesLanguage;

namespace Local.Services;

/// <summary>
/// What happened in a child execution, without the data its states passed on: an EXPRESS execution has no history on AWS,
/// but a graph of the children is drawn from their events.
/// </summary>
internal sealed class ChildHistory(IHistory watcher) : IHistory
{
    private readonly List<Json> events = [];

    public void Append(HistoryEvent happened)
    {
        events.Add(Json.Parse(EventText.Of(happened with { Details = WithoutData(happened.Details) })));
        watcher.Append(happened);
    }

    /// <summary>The child and how it ended, as DescribeExecution shows it, with its events.</summary>
    public JsonObject Report(ChildExecution child, ExecutionResult result)
    {
        var report = new JsonObject.Builder()
            .Add("index", Json.Of(child.Index))
            .Add("type", Json.Of(child.Type == ExecutionType.Express ? "EXPRESS" : "STANDARD"))
            .Add("executionArn", Json.Of(child.ExecutionArn))
            .Add("name", Json.Of(child.Name))
            .Add("status", Json.Of(StatusName.Of(result.Status)))
            .Add("startDate", Json.Of(child.StartDate.ToString("O")))
            .Add("stopDate", Json.Of(result.StopDate.ToString("O")))
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

        return report.Add("events", JsonArray.Of(events)).Build();
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
