using BenchmarkDotNet.Attributes;
using JsonValues;
using StatesLanguage;

namespace Bench.Kernels;

/// <summary>Measures the interpreter's expressions, sixteen in each Pass of a Map, and the same states without any.</summary>
[SimpleJob(warmupCount: 3, iterationCount: 10)]
public class ExpressionKernels
{
    // With more expressions, the Map's output would be too large for a payload.
    private const int States = 500;
    private const int Expressions = 16;

    private static readonly Json Items = JsonArray.Of(Enumerable.Range(0, States).Select(i => Json.Of(i)));

    private readonly StateMachine literals = Machine("\"field\"", "\"a\"");
    private readonly StateMachine paths = Machine("\"field.$\"", "\"$.lines[1].sku\"");
    private readonly StateMachine filters = Machine("\"field.$\"", "\"$.lines[?(@.left < 5)].sku\"");
    private readonly StateMachine intrinsics = Machine("\"field.$\"", "\"States.Format('{} of {}', States.MathAdd($.n, 1), 'b')\"");

    [GlobalSetup]
    public void Check()
    {
        Require(Literals(), "\"a\"");
        Require(Paths(), "\"b\"");
        Require(Filters(), "[\"a\"]");
        Require(Intrinsics(), $"\"{States} of b\"");
    }

    [Benchmark(Description = "Literal in a Pass: the states alone", OperationsPerInvoke = States * Expressions), BenchmarkCategory("fields")]
    public object Literals() => Run(literals);

    [Benchmark(Description = "Path of three steps", OperationsPerInvoke = States * Expressions), BenchmarkCategory("paths")]
    public object Paths() => Run(paths);

    [Benchmark(Description = "Filter over two lines", OperationsPerInvoke = States * Expressions), BenchmarkCategory("paths")]
    public object Filters() => Run(filters);

    [Benchmark(Description = "Two intrinsic functions, nested", OperationsPerInvoke = States * Expressions), BenchmarkCategory("expressions")]
    public object Intrinsics() => Run(intrinsics);

    private static StateMachine Machine(string name, string expression)
    {
        var fields = string.Join(", ", Enumerable.Range(0, Expressions).Select(i => $"{name.Replace("field", $"f{i}", StringComparison.Ordinal)}: {expression}"));

        return ((LoadedDefinition.Valid)DefinitionLoader.Load(
            $$"""
            {
              "StartAt": "Each",
              "States": {
                "Each": {
                  "Type": "Map",
                  "ItemSelector": { "n.$": "$$.Map.Item.Value", "lines": [ { "sku": "a", "left": 3 }, { "sku": "b", "left": 9 } ] },
                  "ItemProcessor": {
                    "StartAt": "Evaluate",
                    "States": { "Evaluate": { "Type": "Pass", "Parameters": { {{fields}} }, "End": true } }
                  },
                  "End": true
                }
              }
            }
            """)).Machine;
    }

    private static Json Run(StateMachine machine)
    {
        var host = new Host { Tasks = new NoTasks(), Random = new Random(1) };
        var start = ExecutionStart.Named("bench", "one", Items, host) with { MaximumEvents = null };
        using var history = new HistoryWriter(Stream.Null);

        return ((ExecutionResult.Succeeded)Execution.Run(machine, start, host, history).Completion.GetAwaiter().GetResult()).Output;
    }

    private static void Require(object output, string last) => Answer.Require(
        ((JsonArray)output)[^1] is JsonObject { Count: Expressions } fields && fields.All(field => field.Value.ToString() == last));
}
