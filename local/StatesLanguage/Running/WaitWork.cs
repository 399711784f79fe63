using StatesLanguage.Clocks;

namespace StatesLanguage.Running;

internal static class WaitWork
{
    public static async ValueTask<Outcome> RunAsync(StateRun run, State.Wait wait)
    {
        var input = run.Data.Input();
        var delay = await run.DelayAsync(wait, input);
        if (run.Past is not null && !wait.IsTimestamp)
        {
            // The state has waited for a part of the time already, until the process ended or the execution failed.
            delay = run.Host.Clock.Left(delay, run.EnteredTime);
        }

        if (delay > TimeSpan.Zero)
        {
            run.Flow.Execution.History.Flush();
            await run.Host.Clock.DelayAsync(delay, run.Flow.Cancellation);
        }

        return await run.FinishAsync(input);
    }
}
