using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Local.Sqs;
using Local.Storage;
using Replenishment;
using Replenishment.Planning;
using Replenishment.Routing;
using StatesLanguage;

namespace Bench;

/// <summary>The inner parts by themselves, each the best of some rounds.</summary>
internal static class Kernels
{
    private const int Rounds = 5;

    public static async Task RunAsync()
    {
        Console.WriteLine("| What | Size | Seconds | Rate |");
        Console.WriteLine("|---|---|---:|---:|");
        Paths();
        Planning();
        await QueueAsync(senders: 1);
        await QueueAsync(senders: 50);
        Routing(stops: 100);
        Routing(stops: 200);
        Routing(stops: 400);
    }

    // A path, a filter and an intrinsic function, evaluated through a state.
    private static void Paths()
    {
        const int Evaluations = 4_000;
        var items = JsonArray.Of(Enumerable.Range(0, Evaluations).Select(i => Json.Of(i)));
        var machine = ((LoadedDefinition.Valid)DefinitionLoader.Load(
            """
            {
              "StartAt": "Each",
              "States": {
                "Each": {
                  "Type": "Map",
                  "ItemSelector": { "n.$": "$$.Map.Item.Value", "lines": [ { "sku": "a", "left": 3 }, { "sku": "b", "left": 9 } ] },
                  "ItemProcessor": {
                    "StartAt": "Evaluate",
                    "States": {
                      "Evaluate": {
                        "Type": "Pass",
                        "Parameters": { "low.$": "$.lines[?(@.left < 5)].sku", "text.$": "States.Format('{} of {}', States.MathAdd($.n, 1), $.lines[1].sku)" },
                        "End": true
                      }
                    }
                  },
                  "End": true
                }
              }
            }
            """)).Machine;
        var seconds = Best(() =>
        {
            var host = new Host { Tasks = new NoTasks(), Random = new Random(1) };
            var start = ExecutionStart.Named("bench", "one", items, host) with { MaximumEvents = null };
            using var history = new HistoryWriter(Stream.Null);
            var result = (ExecutionResult.Succeeded)Execution.Run(machine, start, host, history).Completion.GetAwaiter().GetResult();
            Require(((JsonArray)result.Output)[^1].ToString() == $$"""{"low":["a"],"text":"{{Evaluations}} of b"}""");
        });
        Row("Filter path, two paths and two intrinsic functions, in a Map's Pass", Evaluations, "states", seconds);
    }

    // What StorePlanning does in an invocation: JSON to JSON.
    private static void Planning()
    {
        const int Stores = 20;
        const int LinesOfStore = 50;
        var line = """{"product_id":"product-00001","on_hand":3,"in_transit":0,"reorder_point":10,"target_level":60,"shelf_capacity":72,"case_size":6,"unit_volume_l":0.5,"demand_per_day":4.5,"days_of_cover":0.667,"recorded_at":"2026-11-20T09:00:00.000Z"}""";
        var lines = JsonSerializer.Serialize($"[{string.Join(',', Enumerable.Repeat(line, LinesOfStore).Select((text, i) => text.Replace("00001", $"{i:00000}", StringComparison.Ordinal)))}]");
        var items = string.Join(',', Enumerable.Range(0, Stores).Select(store =>
            $$"""{"store_id":"store-{{store}}","part":0,"region":"north","depot_id":"depot-1","latitude":50.1,"longitude":8.1,"depot_latitude":50.2,"depot_longitude":8.2,"depot_trucks":20,"truck_volume_l":20000,"lines":{{lines}}}"""));
        var request = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"BatchInput":{"execution_id":"arn:aws:states:us-east-1:000000000000:execution:bench:one","requested_at":"2026-11-20T10:00:00Z"},"Items":[{{items}}]}""");
        const int Invocations = 50;
        var seconds = Best(() =>
        {
            for (var i = 0; i < Invocations; i++)
            {
                var result = ReplenishmentPlan.For(JsonSerializer.Deserialize(request, ReplenishmentJson.Wire.PlanRequest)!).ToResult();
                Require(JsonSerializer.SerializeToUtf8Bytes(result, ReplenishmentJson.Wire.PlanResult).Length > 0
                    && result.Planned is { Deliveries: Stores, Lines: Stores * LinesOfStore, Units: Stores * LinesOfStore * 60 });
            }
        });
        Row("Planning, JSON to JSON", Invocations * Stores * LinesOfStore, "lines", seconds);
    }

    // Sent, received and deleted, each answered when it is on the disk.
    private static async Task QueueAsync(int senders)
    {
        const int Messages = 5_000;
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("bench-queue");
            await using (var queues = Queues.Open(folder.FullName, [new("q")], TimeProvider.System, Ids.Random))
            {
                var queue = queues.Get("q");
                var clock = Stopwatch.StartNew();
                await Task.WhenAll(Enumerable.Range(0, senders).Select(async _ =>
                {
                    for (var sent = 0; sent < Messages / senders; sent += 10)
                    {
                        await queue.SendBatchAsync([.. Enumerable.Range(0, 10).Select(i => new Local.Sqs.BatchEntry<NewMessage>($"{i}", new(new string('x', 500))))]);
                    }
                }));
                var deleted = 0;
                await Task.WhenAll(Enumerable.Range(0, senders).Select(async _ =>
                {
                    while (await queue.ReceiveAsync(10, wait: TimeSpan.Zero) is { Count: > 0 } received)
                    {
                        await queue.DeleteBatchAsync([.. received.Select((message, i) => new Local.Sqs.BatchEntry<string>($"{i}", message.ReceiptHandle))]);
                        Interlocked.Add(ref deleted, received.Count);
                    }
                }));
                best = Math.Min(best, clock.Elapsed.TotalSeconds);
                Require(deleted == Messages && queue.Peek().Count == 0);
            }

            folder.Delete(recursive: true);
        }

        Row($"Queue, durable: sent, received and deleted by tens, {senders} at a time", Messages, "messages", best);
    }

    // Stops at random in a square around the depot; a truck takes about ten.
    private static void Routing(int stops)
    {
        var random = new Random(stops);
        var places = Enumerable.Range(0, stops + 1).Select(_ => (X: random.Next(10_000), Y: random.Next(10_000))).ToArray();
        places[0] = (5_000, 5_000);
        long[] demands = [0, .. Enumerable.Range(0, stops).Select(_ => (long)random.Next(50, 150))];
        var problem = new RoutingProblem(1_000, demands, (a, b) =>
            (int)Math.Round(Math.Sqrt(Math.Pow(places[a].X - places[b].X, 2) + Math.Pow(places[a].Y - places[b].Y, 2))));
        IReadOnlyList<IReadOnlyList<int>> routes = [];
        var seconds = Best(() => routes = RoutePlanner.Solve(problem), rounds: 2);
        Require(routes.SelectMany(route => route).Order().SequenceEqual(Enumerable.Range(1, stops))
            && routes.All(route => route.Sum(problem.Demand) <= problem.Capacity));
        var (savings, length) = (Savings.Build(problem).ToLists().Sum(problem.Length), routes.Sum(problem.Length));
        Row(string.Create(CultureInfo.InvariantCulture, $"Routing: {100.0 * (savings - length) / savings:0.0} % shorter than savings alone"), stops, "stops", seconds);
    }

    private static double Best(Action work, int rounds = Rounds)
    {
        var best = double.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            work();
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }

        return best;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("A benchmark gave a wrong answer.");
        }
    }

    private static void Row(string what, int size, string unit, double seconds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {what} | {size:N0} {unit} | {seconds:0.000} | {size / seconds:N0} {unit}/s |"));

    private sealed class NoTasks : ITaskService
    {
        public Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
