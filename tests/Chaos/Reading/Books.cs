using System.Text.Json.Nodes;

namespace Chaos.Reading;

/// <summary>
/// A data folder's books, kept by a reader of its own: it knows the files' formats and none of the program's classes, so
/// that it does not share their mistakes.
/// </summary>
internal sealed class Books
{
    private const string Deliveries = "DeliveryQueue";
    private const string DeadLetters = "DeliveryDeadLetters";

    private readonly string dataFolder;
    private readonly LakeFiles lake;
    private readonly QueueFile queues;
    private readonly LedgerFile ledger;
    private readonly List<JsonNode> executions;

    public Books(string dataFolder)
    {
        this.dataFolder = dataFolder;
        lake = new(dataFolder);
        queues = new(dataFolder);
        ledger = new(dataFolder);
        executions = [.. Directory.EnumerateFiles(dataFolder, "execution.json", SearchOption.AllDirectories).Select(file => JsonNode.Parse(File.ReadAllText(file))!)];
        Planned = executions.Where(execution => Text(execution, "status") == "SUCCEEDED").SelectMany(Plan).Distinct().ToDictionary();
        Queued = [.. queues.Bodies(Deliveries).SelectMany(Orders)];
        DeadLettered = [.. queues.Bodies(DeadLetters).SelectMany(Orders)];
    }

    /// <summary>Orders that executions which succeeded planned: key and units.</summary>
    public IReadOnlyDictionary<string, long> Planned { get; }

    public HashSet<string> Queued { get; }

    public HashSet<string> DeadLettered { get; }

    public long Readings => lake.Readings();

    /// <summary>What a run came to, in a text that does not depend on ids and times.</summary>
    public string End => string.Join('\n', Planned.Keys.Order(StringComparer.Ordinal).Select(key =>
        $"{key} {ledger.Loads.GetValueOrDefault(key)?.Sum(load => load.Quantity)}"));

    /// <summary>Sentences on what does not agree while work may be under way.</summary>
    public IEnumerable<string> Disagreements() =>
    [
        .. Planned.Keys.Where(key => !ledger.Loads.ContainsKey(key) && !Queued.Contains(key) && !DeadLettered.Contains(key))
            .Select(key => $"{key} was planned and is lost."),
        .. Planned.Where(order => ledger.Loads.TryGetValue(order.Key, out var loads) && loads.Sum(load => load.Quantity) != order.Value)
            .Select(order => $"{order.Key}: {order.Value} units were planned, {ledger.Loads[order.Key].Sum(load => load.Quantity)} are on trucks."),
        .. lake.Dispatches().Distinct().GroupBy(load => load.Key).Where(rows => rows.Count() > 1)
            .Select(rows => $"The lake has {rows.Key} on {rows.Count()} trucks."),
        .. lake.Dispatches().Except(ledger.Loads.Values.SelectMany(loads => loads)).Select(load => $"The lake has {load}, and the ledger does not."),
        .. ledger.Loads.Where(entry => !ledger.Unstreamed.Contains(entry.Key)).SelectMany(entry => entry.Value).Except(lake.Dispatches())
            .Select(load => $"The ledger says that the lake has {load}."),
    ];

    /// <summary>Sentences on what does not agree once all work is done.</summary>
    public IEnumerable<string> DisagreementsAtTheEnd() =>
    [
        .. Disagreements(),
        .. executions.Where(execution => Text(execution, "status") != "SUCCEEDED").Select(execution => $"{Text(execution, "name")} is {Text(execution, "status")}."),
        .. ledger.Loads.Keys.Except(Planned.Keys).Select(key => $"{key} is on a truck and was not planned."),
        .. ledger.Unstreamed.Select(key => $"{key} is on a truck and not in the lake."),
        .. queues.Bodies(Deliveries).Select(body => $"The queue still holds {body}."),
        .. DeadLettered.Select(key => $"{key} was given up on."),
        .. queues.In(DeadLetters).Where(message => message["failure"] is null).Select(message => $"{message["body"]} was given up on without a reason."),
        .. Leftovers(),
    ];

    private static string Text(JsonNode json, string name) => json[name]!.GetValue<string>();

    // A message that is no delivery request holds no order.
    private static IEnumerable<string> Orders(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject delivery && delivery["requested_at"] is not null
                ? [.. delivery["lines"]!.AsArray().Select(line => Text(line!, "order_key"))]
                : [];
        }
        catch (System.Text.Json.JsonException)
        {
            return [];
        }
    }

    private IEnumerable<(string, long)> Plan(JsonNode execution) =>
        lake.Planned(Text(JsonNode.Parse(Text(execution, "output"))!, "queryExecutionId"));

    private IEnumerable<string> Leftovers()
    {
        var temporary = Path.Combine(dataFolder, "tmp");
        return Directory.EnumerateFiles(dataFolder, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".unfinished", StringComparison.Ordinal) || file.StartsWith(temporary, StringComparison.Ordinal))
            .Select(file => $"{Path.GetRelativePath(dataFolder, file)} was left behind.");
    }
}
