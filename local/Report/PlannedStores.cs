using System.Text.Json;
using JsonValues;
using Lake.Parquet;
using Lake.S3;
using Local.Athena;
using Local.StepFunctions;
using Replenishment;
using Replenishment.Planning;

namespace Local.Report;

/// <summary>The shortages that an execution found and the plan that it made, read back from the lake.</summary>
internal sealed record PlannedStores(IReadOnlyList<StoreShortages> Stores, ReplenishmentPlan Plan)
{
    /// <summary>Reads the files that the execution's query unloaded, and plans them again: the same input, the same plan.</summary>
    public static PlannedStores Read(S3Folder lake, Execution execution)
    {
        var stores = Files(lake, execution)
            .SelectMany(file => new ParquetItems(lake).Read(file))
            .Select(row => JsonSerializer.Deserialize(row.ToUtf8(), ReplenishmentJson.Wire.StoreShortages)!)
            .ToList();
        var origin = new PlanOrigin { ExecutionId = execution.ExecutionArn, RequestedAt = execution.StartDate };

        return new(stores, ReplenishmentPlan.For(new() { BatchInput = origin, Items = stores }));
    }

    /// <summary>The lines that are low, the most urgent first.</summary>
    public IEnumerable<LowStockLine> Lines(IReadOnlyDictionary<string, string> names)
    {
        var ordered = Plan.Deliveries
            .SelectMany(delivery => delivery.Lines.Select(line => (delivery.StoreId, line.ProductId, line.Quantity, delivery.Priority)))
            .ToLookup(line => (line.StoreId, line.ProductId), line => (line.Quantity, line.Priority));
        var refused = Plan.Refused.ToLookup(line => (line.StoreId, line.ProductId), line => line.Reason);

        return
            from store in Stores.Index()
            from line in ShortageReader.Lines(store.Item, store.Index)
            let key = (store.Item.StoreId!, line.ProductId)
            let order = ordered[key].FirstOrDefault()
            orderby line.DaysOfCover ?? double.MaxValue, key
            select new LowStockLine(
                store.Item.StoreId!,
                names.GetValueOrDefault(store.Item.StoreId!, store.Item.StoreId!),
                line.ProductId,
                line.OnHand,
                line.InTransit,
                line.ReorderPoint,
                line.TargetLevel,
                order.Quantity,
                line.DaysOfCover,
                order.Priority,
                refused[key].FirstOrDefault());
    }

    /// <summary>The files that the execution's query unloaded.</summary>
    public static IEnumerable<S3Uri> Files(S3Folder lake, Execution execution)
    {
        var query = Json.Parse(execution.Output!).FindText("queryExecutionId")!;
        using var manifest = new StreamReader(lake.OpenRead(S3Uri.Parse($"{AthenaWorkGroup.Location}{query}-manifest.csv")));
        while (manifest.ReadLine() is { } line)
        {
            yield return S3Uri.Parse(line);
        }
    }
}
