using Lake.Athena;
using Lake.S3;
using Local.Integrations;
using StatesLanguage;

namespace Local.Athena;

/// <summary>
/// Clears what an interrupted execution's queries have left. A task that was under way is called again, and UNLOAD
/// refuses a prefix that holds anything, be it from a query that ended unseen a moment before its process.
/// </summary>
internal static class UnfinishedUnloads
{
    public static void Clear(IEnumerable<HistoryEvent> events, S3Folder lake)
    {
        var left = Unended(events)
            .Select(call => UnloadTarget.Of((call.Parameters as JsonObject)?.Text("QueryString") ?? ""))
            .OfType<S3Uri>()
            .Where(target => lake.BucketExists(target.Bucket))
            .SelectMany(lake.List);
        foreach (var item in left.ToList())
        {
            lake.Delete(item.Uri);
        }
    }

    // Each event of a task follows another of the same task, back to the one that scheduled it.
    private static Dictionary<long, EventDetails.TaskScheduled>.ValueCollection Unended(IEnumerable<HistoryEvent> events)
    {
        var open = new Dictionary<long, EventDetails.TaskScheduled>();
        foreach (var happened in events)
        {
            if (happened.Details is EventDetails.TaskScheduled { Resource.Service: "athena" } scheduled)
            {
                // Called again after an earlier interruption, it stands for the call that never ended.
                foreach (var (id, _) in open.Where(call => call.Value.Parameters.Equals(scheduled.Parameters)).ToList())
                {
                    open.Remove(id);
                }

                open[happened.Id] = scheduled;
            }
            else if (open.Remove(happened.PreviousEventId, out var call)
                && happened.Type is HistoryEventType.TaskStarted or HistoryEventType.TaskSubmitted)
            {
                open[happened.Id] = call;
            }
        }

        return open.Values;
    }
}
