using JsonValues;
using Local.StepFunctions;
using StatesLanguage;

namespace Local.Serve.Live;

/// <summary>Tells who watches an execution what happens in it.</summary>
internal sealed class LiveHistory(LiveFeed feed, string execution) : IHistory
{
    public void Append(HistoryEvent happened)
    {
        if (feed.IsWatched(execution))
        {
            feed.Publish(new("history", $$"""{"executionArn":{{Json.Of(execution)}},"event":{{HistoryJson.Text(happened)}}}""", execution));
        }
    }

    public void Changed(MapRun run)
    {
        if (feed.IsWatched(execution))
        {
            feed.Publish(new("mapRun", MapRunJson.Of(run).ToString(), execution));
        }
    }

    public IHistory Child(ChildExecution child, IEnumerable<HistoryEvent> past) => new LiveChild(() => Publish(child, ExecutionStatus.Running));

    public void Ended(ChildExecution child, ExecutionResult result) => Publish(child, result.Status);

    private void Publish(ChildExecution child, ExecutionStatus status)
    {
        if (feed.IsWatched(execution))
        {
            var data = JsonObject.Of(
                ("executionArn", Json.Of(child.ExecutionArn)),
                ("mapRunArn", Json.Of(child.MapRunArn)),
                ("name", Json.Of(child.Name)),
                ("status", Json.Of(StatusName.Of(status))));
            feed.Publish(new("child", data.ToString(), execution));
        }
    }

    /// <summary>Tells once that a child is in its first state; of thousands, each event would be too much.</summary>
    private sealed class LiveChild(Action tell) : IHistory
    {
        private bool told;

        public void Append(HistoryEvent happened)
        {
            if (!told && happened.Details is EventDetails.StateEntered)
            {
                told = true;
                tell();
            }
        }
    }
}
