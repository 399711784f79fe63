using System.Text.Json.Nodes;

namespace Chaos.Reading;

/// <summary>What the queues hold, told from their journal alone.</summary>
internal sealed class QueueFile
{
    private readonly Dictionary<(string Queue, string Id), JsonNode> messages = [];

    public QueueFile(string dataFolder)
    {
        foreach (var happened in JournalText.Records(Path.Combine(dataFolder, "queues", "queues.journal")))
        {
            Take(happened, happened["queue"]!.GetValue<string>());
        }
    }

    public IEnumerable<string> Bodies(string queue) => In(queue).Select(message => message["body"]!.GetValue<string>());

    public IEnumerable<JsonNode> In(string queue) => messages.Where(message => message.Key.Queue == queue).Select(message => message.Value);

    private void Take(JsonNode happened, string queue)
    {
        switch (happened["event"]!.GetValue<string>())
        {
            case "put":
                foreach (var message in happened["messages"]!.AsArray())
                {
                    messages[(queue, message!["id"]!.GetValue<string>())] = message.DeepClone();
                }

                break;
            case "visibility":
                if (messages.TryGetValue((queue, happened["id"]!.GetValue<string>()), out var changed))
                {
                    changed["failure"] = happened["failure"]?.DeepClone();
                }

                break;
            case "deleted":
                Ids(happened, "ids").ForEach(id => messages.Remove((queue, id)));
                break;
            case "deadLettered":
                Ids(happened, "ids").ForEach(id => Move((queue, id), (happened["to"]!.GetValue<string>(), id)));
                break;
            case "redriven":
                foreach (var (id, newId) in Ids(happened, "ids").Zip(Ids(happened, "newIds")))
                {
                    Move((queue, id), (happened["to"]!.GetValue<string>(), newId));
                }

                break;
            case "received":
                break;
            case var other:
                throw new InvalidDataException($"The queues' journal has a record '{other}'.");
        }
    }

    private static List<string> Ids(JsonNode happened, string name) => [.. happened[name]!.AsArray().Select(id => id!.GetValue<string>())];

    private void Move((string, string) from, (string, string) to)
    {
        if (messages.Remove(from, out var message))
        {
            messages[to] = message;
        }
    }
}
