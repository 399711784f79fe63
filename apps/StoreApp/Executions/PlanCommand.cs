using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.StepFunctions;

namespace StoreApp.Executions;

/// <summary><c>plan</c>: starts an execution, follows it to its end, and prints its summary.</summary>
internal static class PlanCommand
{
    private static readonly Argument<string> StateMachine = new("state-machine")
    {
        Description = "The ARN of the state machine (the stack's output stateMachineArn).",
    };

    private static readonly Option<DateOnly?> AsOf = new("--as-of")
    {
        Description = "The day whose shortages to plan for, like 2026-11-20 (else today, UTC).",
    };

    private static readonly Option<int?> LookbackDays = new("--lookback-days")
    {
        Description = "The number of days before that day whose readings count (else the stack's setting).",
    };

    private static readonly Option<int?> TransitDays = new("--transit-days")
    {
        Description = "The number of days for which dispatched goods count as on the road (else the stack's setting).",
    };

    public static Command Create(ConnectionOptions connection, CommandEnvironment environment)
    {
        var command = new Command("plan", "Starts an execution, follows it until it ends, and prints its summary.")
        {
            StateMachine, AsOf, LookbackDays, TransitDays,
        };
        command.Runs(async (arguments, cancellation) =>
        {
            var machine = arguments.GetRequiredValue(StateMachine);
            using var stepFunctions = environment.Connect(connection.In(arguments, machine)).StepFunctions();
            var started = await stepFunctions.StartExecutionAsync(
                new()
                {
                    StateMachineArn = machine,
                    Input = Input(arguments),

                    // Because of the name, a start that is repeated after a lost answer is the same start.
                    Name = Name(environment.Clock.GetUtcNow()),
                },
                cancellation);

            return await FollowAsync(
                stepFunctions, started.ExecutionArn, arguments.InvocationConfiguration, environment, cancellation);
        });

        return command;
    }

    private static string Name(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"store-app-{now.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");

    private static string Input(ParseResult arguments)
    {
        var input = new JsonObject();
        if (arguments.GetValue(AsOf) is { } day)
        {
            input["asOf"] = day.ToString("O", CultureInfo.InvariantCulture);
        }

        if (arguments.GetValue(LookbackDays) is { } lookback)
        {
            input["lookbackDays"] = lookback;
        }

        if (arguments.GetValue(TransitDays) is { } transit)
        {
            input["transitDays"] = transit;
        }

        return input.ToJsonString();
    }

    private static async Task<int> FollowAsync(
        IAmazonStepFunctions stepFunctions,
        string execution,
        InvocationConfiguration console,
        CommandEnvironment environment,
        CancellationToken cancellation)
    {
        await console.Error.WriteLineAsync(execution);
        if (ConsoleLink(stepFunctions.Config, execution) is { } link)
        {
            await console.Error.WriteLineAsync(link);
        }

        var progress = new ProgressLine(console.Error, environment.Clock, environment.IsTerminal);
        var follower = new ExecutionFollower(stepFunctions, environment.Clock, console.Error, progress);
        try
        {
            var end = await follower.FollowAsync(execution, cancellation);
            if (end.Status != ExecutionStatus.SUCCEEDED)
            {
                await console.Error.WriteLineAsync($"{end.Status}: {end.Error}: {end.Cause}".TrimEnd(':', ' '));
            }
            else
            {
                await console.Output.WriteLineAsync(Indented(end.Output));
            }

            return CodeOf(end.Status);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync(
                $"Stopped. The execution goes on. End it with: aws stepfunctions stop-execution --execution-arn {execution}");
            return ExitCode.Interrupted;
        }
    }

    private static int CodeOf(ExecutionStatus status) =>
        status == ExecutionStatus.SUCCEEDED ? ExitCode.Done
        : status == ExecutionStatus.TIMED_OUT ? ExitCode.ExecutionTimedOut
        : status == ExecutionStatus.ABORTED ? ExitCode.ExecutionAborted
        : ExitCode.ExecutionFailed;

    /// <summary>The address of the execution in AWS's console; null when another endpoint answers in AWS's place.</summary>
    private static string? ConsoleLink(IClientConfig config, string execution) =>
        config.ServiceURL is null && execution.Split(':') is [_, _, _, var region, ..]
            ? $"https://{region}.console.aws.amazon.com/states/home?region={region}#/v2/executions/details/{execution}"
            : null;

    private static string Indented(string json) => JsonNode.Parse(json)!.ToJsonString(new() { WriteIndented = true });
}
