using Local.Services;
using StatesLanguage;

namespace Local.Serve.Live;

/// <summary>Tells who watches an execution what happens in it.</summary>
internal sealed class LiveHistory(LiveFeed feed, string execution) : IHistory
{
    public void Append(HistoryEvent happened)
    {
        if (feed.IsWatched(execution))
        {
            feed.Publish(new("history", $$"""{"executionArn":{{Json.Of(execution)}},"event":{{EventText.Of(happened)}}}""", execution));
        }
    }

    public void Changed(MapRun run)
    {
        if (feed.IsWatched(execution))
        {
            feed.Publish(new("mapRun", MapRunJson.OfApi(run).ToString(), execution));
        }
    }

    public void Ended(ChildExecution child, ExecutionResult result)
    {
        if (feed.IsWatched(execution))
        {
            var data = JsonObject.Of(
                ("executionArn", Json.Of(child.ExecutionArn)),
                ("mapRunArn", Json.Of(child.MapRunArn)),
                ("name", Json.Of(child.Name)),
                ("status", Json.Of(StatusName.Of(result.Status))));
            feed.Publish(new("child", data.ToString(), execution));
        }
    }
}
