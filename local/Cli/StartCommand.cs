using System.CommandLine;
using Local.Names;
using Local.Services;
using Local.StepFunctions;
using Workflow;
using ExecutionStatus = StatesLanguage.ExecutionStatus;

namespace Local.Cli;

/// <summary><c>start</c>: one execution of a state machine, to its end.</summary>
internal static class StartCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var input = new Option<string>("--input")
        {
            Description = """
                JSON, all of it optional: {"asOf": "2026-11-20", "lookbackDays": 2, "transitDays": 2}
                for StorePlanning, {"hour": "2026-11-20T14", "lookbackDays": 3, "recentHours": 6, "dailyPercent": 5} for Pricing.
                """.ReplaceLineEndings(" "),
            DefaultValueFactory = _ => "{}",
        };
        var name = new Option<string?>("--name") { Description = "The execution's name. Default: a new one." };
        var machine = MachineOption.Create("Which state machine");
        var definition = new Option<string?>("--definition") { Description = "A state machine file that is used instead of the deployed one, to try a change." };
        var redrive = new Option<string?>("--redrive")
        {
            Description = "Goes on with an execution that failed, or whose process died, from the state in which it stopped: its name or ARN, the beginning of one, or latest.",
        };
        var faults = FaultsOption.Create();
        var scanLimit = ScanLimitOption.Create();
        var command = new Command("start", "Starts an execution and follows it to its end.") { machine, input, name, definition, redrive, scanLimit, faults };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(redrive) is not null
                && new Option[] { machine, input, name, definition }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
            {
                parsed.AddError($"--redrive goes on with an execution as it was started; leave {other.Name} out.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            var isProducts = parsed.GetValue(definition) is null;
            var product = parsed.GetRequiredValue(machine);
            var check = isProducts && parsed.GetValue(redrive) is null
                ? IInputCheck.Read(product, parsed.GetRequiredValue(input), terminal.Clock.GetUtcNow())
                : null;
            await using var stage = isProducts
                ? common.OpenExistingStage(parsed, parsed.GetValue(faults), parsed.GetValue(scanLimit))
                : common.OpenStage(parsed, parsed.GetValue(faults), parsed.GetValue(scanLimit));
            if (check?.Run(stage.Lake) is { } notice)
            {
                output.Notice(notice);
            }

            var execution = parsed.GetValue(redrive) is { } unfinished
                ? await GoOnAsync(stage, unfinished, output, cancellation)
                : await RunAsync(
                    stage, product, parsed.GetValue(definition), parsed.GetValue(name), parsed.GetRequiredValue(input), output, cancellation);
            var result = ExecutionResult.Of(execution) with
            {
                Planning = await PlanningResult.ReadAsync(stage, execution, cancellation),
                Pricing = await PricingResult.ReadAsync(stage, execution, cancellation),
            };
            output.Result(result, result.Print);
            return execution.Status == ExecutionStatus.Succeeded ? 0 : 1;
        });

        return command;
    }

    /// <param name="definitionFile">Null: the deployed one.</param>
    public static async Task<Execution> RunAsync(
        Stage stage, ProductMachine machine, string? definitionFile, string? name, string input, Terminal terminal, CancellationToken cancellation)
    {
        var definition = definitionFile is null ? machine.Definition : WorkflowFiles.ReadFile(definitionFile);
        using var progress = new ExecutionProgress(terminal, stage.Clock);
        stage.RequireServices();
        using var stepFunctions = stage.StepFunctions();
        return Ended(await stepFunctions.RunAsync(machine, LocalNames.Fill(definition), name, input, progress, cancellation), cancellation);
    }

    private static async Task<Execution> GoOnAsync(Stage stage, string unfinished, Terminal terminal, CancellationToken cancellation)
    {
        using var progress = new ExecutionProgress(terminal, stage.Clock);
        stage.RequireServices();
        using var stepFunctions = stage.StepFunctions();
        return Ended(await stepFunctions.GoOnAsync(stage.Executions.Find(unfinished), progress, cancellation), cancellation);
    }

    // An execution that was stopped has no result.
    private static Execution Ended(Execution execution, CancellationToken cancellation)
    {
        if (execution.Status != ExecutionStatus.Succeeded)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return execution;
    }
}
