using JsonValues;
using Lake.Athena;
using Lake.Counting;
using Lake.S3;
using Local.Integrations;
using StatesLanguage;

namespace Local.Athena;

/// <summary>
/// Clears what an interrupted execution's queries wrote. A task that was under way is called again, and UNLOAD refuses a
/// prefix that holds anything, be it from a query that ended unseen a moment before its process.
/// </summary>
/// <param name="lake">The folder to which the queries wrote.</param>
/// <param name="notice">Is told, in a sentence, what was removed.</param>
internal sealed class UnfinishedUnloads(S3Folder lake, Action<string>? notice)
{
    /// <summary>Removes the files whose names end in the id of a query that has no end in the history, and no others.</summary>
    public void Clear(IEnumerable<HistoryEvent> events)
    {
        foreach (var (statement, id) in Submitted(events))
        {
            if (UnloadTarget.Of(statement) is not { } target || !lake.BucketExists(target.Bucket))
            {
                continue;
            }

            var left = lake.List(target).Where(item => UnloadTarget.IsWrittenBy(id, item.Uri)).ToList();
            foreach (var item in left)
            {
                lake.Delete(item.Uri);
            }

            if (left.Count > 0)
            {
                notice?.Invoke($"Removed {Counts.Things(left.Count, "file")} of the interrupted query {id} under {target}; the query runs again.");
            }
        }
    }

    // Each event of a task follows another of the same task, back to the one that scheduled it.
    private static IEnumerable<(string Statement, string QueryExecutionId)> Submitted(IEnumerable<HistoryEvent> events)
    {
        var open = new Dictionary<long, (string Statement, string? Id)>();
        foreach (var happened in events)
        {
            if (happened.Details is EventDetails.TaskScheduled { Resource.Service: "athena" } scheduled)
            {
                open[happened.Id] = ((scheduled.Parameters as JsonObject)?.Text("QueryString") ?? "", null);
            }
            else if (open.Remove(happened.PreviousEventId, out var call))
            {
                switch (happened.Type)
                {
                    case HistoryEventType.TaskStarted:
                        open[happened.Id] = call;
                        break;
                    case HistoryEventType.TaskSubmitted:
                        open[happened.Id] = call with { Id = IdIn(happened.Details) };
                        break;
                }
            }
        }

        return open.Values.Where(call => call.Id is not null).Select(call => (call.Statement, call.Id!));
    }

    private static string? IdIn(EventDetails? details) =>
        details is EventDetails.TaskAnswered { Output: JsonObject answer } && answer["QueryExecutionId"] is JsonString id ? id.Value : null;
}
