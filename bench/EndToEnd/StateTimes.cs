using StatesLanguage;

namespace Bench.EndToEnd;

/// <summary>Reads from an execution's history how long its states took.</summary>
internal static class StateTimes
{
    /// <returns>Seconds by the state's name; of a state that was visited more than once, those of the last visit.</returns>
    public static IReadOnlyDictionary<string, double> Of(IEnumerable<HistoryEvent> history)
    {
        var times = new Dictionary<string, double>();
        foreach (var visit in StateVisits.Of(history).Where(visit => visit.Exited is not null))
        {
            times[visit.Name] = (visit.Exited!.Value - visit.Entered).TotalSeconds;
        }

        return times;
    }
}
