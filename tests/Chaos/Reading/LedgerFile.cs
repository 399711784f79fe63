using System.Text.Json.Nodes;

namespace Chaos.Reading;

/// <summary>What is on trucks, told from the ledger's journal alone: each order's loads.</summary>
internal sealed class LedgerFile
{
    private readonly Dictionary<string, IReadOnlyList<Load>> loads = [];
    private readonly HashSet<string> streamed = [];

    public LedgerFile(string dataFolder)
    {
        foreach (var record in JournalText.Records(Path.Combine(dataFolder, "ledger", "dispatches.journal")))
        {
            switch (record["record"]!.GetValue<string>())
            {
                case "dispatched":
                    foreach (var entry in record["entries"]!.AsArray())
                    {
                        Dispatch(entry!);
                    }

                    break;
                case "streamed":
                    streamed.UnionWith(record["orderKeys"]!.AsArray().Select(key => key!.GetValue<string>()));
                    break;
                case "given":
                    // Tours of trucks: whether anything rides on them, the orders tell.
                    break;
                case var other:
                    throw new InvalidDataException($"The ledger's journal has a record '{other}'.");
            }
        }
    }

    public IReadOnlyDictionary<string, IReadOnlyList<Load>> Loads => loads;

    /// <summary>Orders whose loads the lake does not need to have yet.</summary>
    public IEnumerable<string> Unstreamed => loads.Keys.Except(streamed);

    private void Dispatch(JsonNode entry)
    {
        var key = entry["orderKey"]!.GetValue<string>();
        if (!loads.TryAdd(key, [.. entry["loads"]!.AsArray().Select(load => Load.Of(load!))]))
        {
            throw new InvalidDataException($"The ledger dispatches {key} twice.");
        }

        if (entry["streamed"]?.GetValue<bool>() == true)
        {
            streamed.Add(key);
        }
    }
}

/// <summary>A part of an order on one truck.</summary>
internal sealed record Load(string Key, long Quantity, string Truck, string Route)
{
    public static Load Of(JsonNode load) => new(
        load["orderKey"]!.GetValue<string>(),
        load["quantity"]!.GetValue<long>(),
        load["truckId"]!.GetValue<string>(),
        load["routeId"]!.GetValue<string>());
}
