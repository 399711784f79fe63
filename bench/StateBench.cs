using System.Diagnostics;
using System.Globalization;
using JsonValues;
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

    private const string DistributedMap = """
        {
          "StartAt": "Each",
          "States": {
            "Each": {
              "Type": "Map",
              "ItemProcessor": {
                "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
                "StartAt": "Label",
                "States": { "Label": { "Type": "Pass", "Parameters": { "quantity.$": "$" }, "End": true } }
              },
              "ResultPath": null,
              "End": true
            }
          }
        }
        """;

    private const string JsonataMap = """
        {
          "QueryLanguage": "JSONata",
          "StartAt": "Each",
          "States": {
            "Each": {
              "Type": "Map",
              "Items": "{% $states.input %}",
              "ItemProcessor": {
                "StartAt": "Label",
                "States": { "Label": { "Type": "Pass", "Output": { "quantity": "{% $states.input + 1 %}" }, "End": true } }
              },
              "Output": "{% $states.input %}",
              "End": true
            }
          }
        }
        """;

    private const int Items = 40_000;

    public static void Run()
    {
        Chained(rounds: 20_000);
        Chained(rounds: 200_000);
        Chained(rounds: 2_000_000);
        var items = JsonArray.Of(Enumerable.Range(0, Items).Select(i => Json.Of(i)));
        Report("Inline Map of Pass with one Parameter", Items, "items", Map, items, output => output.Equals(items));
        Report("Distributed Map of the same, an execution each", Items, "items", DistributedMap, items, output => output.Equals(items));
        Report("Inline Map of Pass with one JSONata expression", Items, "items", JsonataMap, items, output => output.Equals(items));
    }

    // The data that are passed on: a left with a count and an order, 75 bytes.
    private static void Chained(int rounds) => Report(
        "Chain of Pass and Choice", (2 * rounds) + 1, "states", Chain,
        JsonObject.Of(
            ("left", Json.Of(rounds)),
            ("order", JsonObject.Of(("store", Json.Of("s-17")), ("product", Json.Of("p-4")), ("quantity", Json.Of(24))))),
        output => ((JsonObject)output)["left"]!.Equals(Json.Of(0)));

    private static void Report(string what, int count, string unit, string definition, Json input, Func<Json, bool> isRight)
    {
        var machine = ((LoadedDefinition.Valid)DefinitionLoader.Load(definition)).Machine;
        var best = TimeSpan.MaxValue;
        var memory = 0L;
        for (var round = 0; round < 5; round++)
        {
            var run = Once(machine, input);
            Answer.Require(isRight(run.Output), $"{what} gave a wrong output.");
            best = run.Taken < best ? run.Taken : best;
            memory = Math.Max(memory, run.Memory);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {count:N0} {unit} | {count / best.TotalSeconds:N0} {unit}/s | {memory / 1024.0 / 1024.0:N1} MiB |"));
    }

    private static (TimeSpan Taken, Json Output, long Memory) Once(StateMachine machine, Json input)
    {
        var file = Path.GetTempFileName();
        try
        {
            using var stream = File.Create(file);
            using var history = new HistoryWriter(stream);
            using var jsonata = machine.UsesJsonata ? new V8Jsonata() : null;
            var host = new Host { Tasks = new NoTasks(), Random = new Random(1), Jsonata = jsonata };
            var start = ExecutionStart.Named("bench", "one", input, host) with { MaximumEvents = null };
            var clock = Stopwatch.StartNew();
            var execution = Execution.Run(machine, start, host, history);
            var result = execution.Completion.GetAwaiter().GetResult();
            var taken = clock.Elapsed;
            var memory = GC.GetTotalMemory(forceFullCollection: true);
            GC.KeepAlive(execution);
            return (taken, ((ExecutionResult.Succeeded)result).Output, memory);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
