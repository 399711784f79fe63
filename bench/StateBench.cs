using System.Diagnostics;
using System.Globalization;
using StatesLanguage;

namespace Bench;

/// <summary>The interpreter's own speed, with every event written to a file.</summary>
internal static class StateBench
{
    private const string Chain = """
        {
          "StartAt": "Count",
          "States": {
            "Count": { "Type": "Pass", "Parameters": { "left.$": "States.MathAdd($.left, -1)", "order.$": "$.order" }, "Next": "AnyLeft" },
            "AnyLeft": {
              "Type": "Choice",
              "Choices": [ { "Variable": "$.left", "NumericGreaterThan": 0, "Next": "Count" } ],
              "Default": "Done"
            },
            "Done": { "Type": "Succeed" }
          }
        }
        """;

    private const string Map = """
        {
          "StartAt": "Each",
          "States": {
            "Each": {
              "Type": "Map",
              "ItemProcessor": {
                "StartAt": "Label",
                "States": { "Label": { "Type": "Pass", "Parameters": { "quantity.$": "$" }, "End": true } }
              },
              "ResultPath": null,
              "End": true
            }
          }
        }
        """;

    public static void Run()
    {
        const int Rounds = 200_000;
        var order = JsonObject.Of(("store", Json.Of("s-17")), ("product", Json.Of("p-4")), ("quantity", Json.Of(24)));
        Report("Chain of Pass and Choice", "states", (2 * Rounds) + 1, Chain,
            JsonObject.Of(("left", Json.Of(Rounds)), ("order", order)),
            output => ((JsonObject)output)["left"]!.Equals(Json.Of(0)));

        const int Items = 40_000;
        var items = JsonArray.Of(Enumerable.Range(0, Items).Select(i => Json.Of(i)));
        Report("Inline Map of Pass with one Parameter", "items", Items, Map, items, output => output.Equals(items));
    }

    private static void Report(string what, string unit, int count, string definition, Json input, Func<Json, bool> isRight)
    {
        var machine = ((LoadedDefinition.Valid)DefinitionLoader.Load(definition)).Machine;
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 7; round++)
        {
            var (taken, output) = Once(machine, input);
            if (!isRight(output))
            {
                throw new InvalidOperationException($"{what} gave a wrong output: {output}");
            }

            best = taken < best ? taken : best;
        }

        var rate = (count / best.TotalSeconds).ToString("N0", CultureInfo.InvariantCulture);
        var memory = (GC.GetTotalMemory(forceFullCollection: true) / 1024.0 / 1024.0).ToString("N1", CultureInfo.InvariantCulture);
        Console.WriteLine($"| {what} | {rate} {unit}/s | {memory} MiB |");
    }

    private static (TimeSpan Taken, Json Output) Once(StateMachine machine, Json input)
    {
        var file = Path.GetTempFileName();
        try
        {
            using var stream = File.Create(file);
            using var history = new HistoryWriter(stream);
            var host = new Host { Tasks = new NoTasks(), Random = new Random(1) };
            var start = ExecutionStart.Named("bench", "one", input, host) with { MaximumEvents = null };
            var clock = Stopwatch.StartNew();
            var result = Execution.Run(machine, start, host, history).Completion.GetAwaiter().GetResult();
            return (clock.Elapsed, ((ExecutionResult.Succeeded)result).Output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed class NoTasks : ITaskService
    {
        public Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
