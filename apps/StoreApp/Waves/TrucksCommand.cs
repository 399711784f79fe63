using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.Model;

namespace StoreApp.Waves;

/// <summary><c>trucks</c>: sends trucks out with the delivery requests that wait, and prints what came of it.</summary>
internal static class TrucksCommand
{
    private static readonly Argument<string> Function = new("function")
    {
        Description = "The name of the function (the stack's output storeTruck).",
    };

    public static Command Create(ConnectionOptions connection, CommandEnvironment environment)
    {
        var command = new Command("trucks", "Sends trucks out with the delivery requests that wait, and prints the result.") { Function };
        command.Runs(async (arguments, cancellation) =>
        {
            using var lambda = environment.Connect(connection.In(arguments)).Lambda();
            var answer = await lambda.InvokeAsync(
                new InvokeRequest { FunctionName = arguments.GetRequiredValue(Function), Payload = """{"source":"store-app"}""" }, cancellation);
            var console = arguments.InvocationConfiguration;
            var payload = JsonNode.Parse(answer.Payload)!;
            if (answer.FunctionError is not null)
            {
                await console.Error.WriteLineAsync(
                    $"The wave failed: {payload["errorMessage"]} What was dispatched before stands; the rest is on the queue. See the function's log.");
                return ExitCode.ExecutionFailed;
            }

            await console.Output.WriteLineAsync(payload.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
            return ExitCode.Done;
        }, "Stopped. A wave that had begun goes on; the function's log tells of it.");

        return command;
    }
}
