using System.Text;
using System.Text.Json;
using Replenishment;
using Replenishment.Planning;

namespace Bench.Functions;

/// <summary>A function's first event and its right answer.</summary>
/// <param name="Function">The name of its project and assembly.</param>
/// <param name="Method">The type and method that Annotations generates.</param>
/// <param name="Event">JSON.</param>
/// <param name="Answer">The beginning of the answer, in JSON, byte for byte.</param>
/// <param name="Requests">Delivery requests that wait on the queue.</param>
internal sealed record FunctionCall(string Function, string Method, string Event, string Answer, params IEnumerable<string> Requests)
{
    private static readonly PlanningBatch Batch = new(Stores: 10, LinesOfStore: 20);

    /// <summary>A batch of stores is planned, and a wave goes out with what comes out of it.</summary>
    public static IReadOnlyList<FunctionCall> All { get; } = Both();

    /// <summary>The lines on trucks when StoreTruck has answered.</summary>
    public static int DispatchedLines => Batch.Lines;

    public string Handler => $"{Function}::{Function}.{Method}";

    private static FunctionCall[] Both()
    {
        var batch = Batch.Json();
        var plan = ReplenishmentPlan.For(JsonSerializer.Deserialize(batch, ReplenishmentJson.Wire.PlanRequest)!).ToResult();
        var bodies = plan.Batches.SelectMany(messages => messages.Entries).Select(message => message.MessageBody);

        return
        [
            new(
                "StorePlanning", "PlanStores_Handle_Generated::Handle",
                Encoding.UTF8.GetString(batch), JsonSerializer.Serialize(plan, ReplenishmentJson.Wire.PlanResult)),
            new(
                "StoreTruck", "DispatchTrucks_HandleAsync_Generated::HandleAsync",
                "{}", $$"""{"status":"dispatched","waves":1,"requests":{{Batch.Stores}},"dispatched_lines":{{Batch.Lines}},""", [.. bodies]),
        ];
    }
}
