using System.Globalization;
using Lake.Counting;
using StatesLanguage;

namespace Local.Cli;

/// <summary>
/// Shows an execution as it runs: a line for each state when it is done and, where a person watches, one below that
/// changes while the next is at work.
/// </summary>
internal sealed class ExecutionProgress(Terminal terminal, TimeProvider clock) : IHistory, IDisposable
{
    private readonly LiveLine live = new(terminal);
    private readonly Dictionary<string, long> entered = [];

    // The state that an execution goes on in was entered in another process.
    private readonly long begun = clock.GetTimestamp();
    private readonly Lock gate = new();

    public void Append(HistoryEvent happened)
    {
        lock (gate)
        {
            switch (happened.Details)
            {
                case EventDetails.StateEntered state:
                    entered[state.Name] = clock.GetTimestamp();
                    live.Show($"  … {state.Name}");
                    break;
                case EventDetails.StateExited state:
                    Done($"  ✓ {state.Name}", state.Name);
                    break;
                case EventDetails.TaskFailed failed:
                    Say($"  ! {failed.Error.Name}");
                    break;
            }
        }
    }

    public void Changed(MapRun run)
    {
        lock (gate)
        {
            var (done, all) = (run.ItemCounts.Succeeded + run.ItemCounts.Failed, run.ItemCounts.Total);
            live.Show(string.Create(CultureInfo.InvariantCulture, $"  … {run.Label}  {done} of {Counts.Things(all, "item")}"));
        }
    }

    public void Dispose() => live.Dispose();

    private void Done(string line, string state) => Say(string.Create(
        CultureInfo.InvariantCulture, $"{line,-24} {clock.GetElapsedTime(entered.GetValueOrDefault(state, begun)).TotalSeconds,7:0.000} s"));

    private void Say(string line)
    {
        live.Dispose();
        terminal.Notice(line);
    }
}
