using Chaos.Reading;
using Local.Dispatching;
using Local.Faults;
using Local.Names;
using Local.Services;
using StatesLanguage;
using Tests.Shared;
using Workflow;
using Execution = Local.StepFunctions.Execution;

namespace Chaos.Runs;

/// <summary>
/// The pipeline twice over one day under faults, as an operator would bring it to its end: redriven until it succeeds,
/// trucks sent until the queue is empty, dead letters sent back once.
/// </summary>
/// <param name="site">Its data folder.</param>
/// <param name="seed">Draws the faults.</param>
/// <param name="definition">Null: the deployed one.</param>
internal sealed class FaultyRun(Site site, int seed, string? definition = null)
{
    // After so many attempts the faults are over: nobody waits for ever.
    private const int FaultyAttempts = 4;

    private readonly string faults = RandomFaults.Of(seed);
    private readonly Random choices = new(seed);

    /// <summary>What is wrong, in sentences; and how it ended.</summary>
    public async Task<(IReadOnlyList<string> Wrong, string End)> RunAsync()
    {
        var wrong = new List<string>();
        await PlanAsync("first");
        wrong.AddRange(new Books(site.Data).Disagreements());
        if (choices.Next(2) == 0)
        {
            await DispatchAsync();
            wrong.AddRange(new Books(site.Data).Disagreements());
        }

        await PlanAsync("second");
        await DispatchAsync();
        await SendBackAsync();
        await using (Open(null))
        {
            // Whoever opens the folder next tidies up.
        }

        var books = new Books(site.Data);
        wrong.AddRange(books.DisagreementsAtTheEnd());
        return ([.. wrong.Select(sentence => $"--faults {faults}: {sentence}")], books.End);
    }

    private async Task PlanAsync(string name)
    {
        Execution? execution = null;
        for (var attempt = 1; execution?.Status != ExecutionStatus.Succeeded; attempt++)
        {
            await using var stage = Open(attempt <= FaultyAttempts ? attempt : null);
            using var stepFunctions = stage.StepFunctions();
            execution = execution is null
                ? await stepFunctions.RunAsync(
                    ProductMachine.StorePlanning,
                    LocalNames.Fill(definition ?? ProductMachine.StorePlanning.Definition),
                    name,
                    $$"""{"asOf":"{{Site.Day}}"}""",
                    NoHistory.Instance,
                    TestContext.Current.CancellationToken)
                : await stepFunctions.GoOnAsync(
                    stage.Executions.Describe(execution.ExecutionArn), NoHistory.Instance, TestContext.Current.CancellationToken);
            if (attempt > FaultyAttempts && execution.Status != ExecutionStatus.Succeeded)
            {
                throw new InvalidOperationException($"--faults {faults}: {name} is {execution.Status} without faults: {execution.Error}: {execution.Cause}");
            }
        }
    }

    private async Task DispatchAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var stage = Open(attempt <= FaultyAttempts ? attempt : null);
            try
            {
                (await stage.Trucks().RunAsync(TestContext.Current.CancellationToken)).OrThrow();
                return;
            }
            catch (ServiceFault) when (attempt <= FaultyAttempts)
            {
                // Lambda would be called again with the same messages.
            }
        }
    }

    private async Task SendBackAsync()
    {
        await using var stage = Open(null);
        await stage.Queues.MoveAsync(stage.Queues.Get(DeliveryQueues.DeadLetters));
        (await stage.Trucks().RunAsync(TestContext.Current.CancellationToken)).OrThrow();
    }

    /// <param name="attempt">Another attempt has other faults; null: none.</param>
    private Stage Open(int? attempt) => Stage.Open(
        site.Data,
        new ImpatientTime(TimeSpan.FromSeconds(3)),
        new Random(seed),
        attempt is { } number ? new(FaultSpec.Parse(faults) with { Seed = (seed * 100) + number }, () => { }) : null);
}
