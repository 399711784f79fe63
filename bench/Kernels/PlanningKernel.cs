using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Replenishment;
using Replenishment.Planning;

namespace Bench.Kernels;

/// <summary>Measures the work of StorePlanning in an invocation.</summary>
[SimpleJob(warmupCount: 3, iterationCount: 10)]
public class PlanningKernel
{
    private const int Stores = 20;
    private const int LinesOfStore = 50;

    private readonly PlanningBatch batch = new(Stores, LinesOfStore);
    private byte[] request = [];

    [GlobalSetup]
    public void Check()
    {
        request = batch.Json();
        var result = JsonSerializer.Deserialize(Plan(), ReplenishmentJson.Wire.PlanResult)!;
        Answer.Require(result.Planned is { Deliveries: Stores } planned && planned.Lines == batch.Lines && planned.Units == batch.Units);
    }

    [Benchmark(Description = "Planning, JSON to JSON", OperationsPerInvoke = Stores * LinesOfStore), BenchmarkCategory("lines")]
    public byte[] Plan() => JsonSerializer.SerializeToUtf8Bytes(
        ReplenishmentPlan.For(JsonSerializer.Deserialize(request, ReplenishmentJson.Wire.PlanRequest)!).ToResult(),
        ReplenishmentJson.Wire.PlanResult);
}
