using System.Text;
using System.Text.Json.Nodes;

namespace AwsFakes;

/// <summary>One Firehose stream that keeps what it takes, within the limits of a call.</summary>
public sealed class FakeFirehose(string stream)
{
    private readonly Lock gate = new();
    private readonly List<string> records = [];

    /// <summary>Called before each call with its records; may throw.</summary>
    public Action<IReadOnlyList<string>> Before { get; set; } = _ => { };

    /// <summary>Why a record is refused, given its text; null takes it.</summary>
    public Func<string, string?> Refuse { get; set; } = _ => null;

    /// <summary>The records taken, in order.</summary>
    public IReadOnlyList<string> Taken => [.. records];

    /// <summary>The JSON documents of all records taken, in order.</summary>
    public IReadOnlyList<string> Documents => [.. records.SelectMany(record => record.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    public int Calls { get; private set; }

    public JsonObject Answer(string operation, JsonObject input)
    {
        if (operation != "PutRecordBatch" || input["DeliveryStreamName"]!.GetValue<string>() != stream)
        {
            throw new ServiceException(
                "ResourceNotFoundException", $"Firehose {input["DeliveryStreamName"]} under account 123456789012 not found.");
        }

        var sent = input["Records"]!.AsArray().Select(record => Convert.FromBase64String(record!["Data"]!.GetValue<string>())).ToList();
        if (sent.Count > 500 || sent.Sum(record => record.Length) > 4 * 1024 * 1024 || sent.Any(record => record.Length > 1000 * 1024))
        {
            throw new ServiceException("InvalidArgumentException", "The call is larger than 500 records or 4 MiB, or a record than 1,000 KiB.");
        }

        var texts = sent.ConvertAll(Encoding.UTF8.GetString);
        Before(texts);
        lock (gate)
        {
            Calls++;
            return Take(texts);
        }
    }

    private JsonObject Take(List<string> texts)
    {
        var answers = new JsonArray();
        var failed = 0;
        foreach (var text in texts)
        {
            if (Refuse(text) is { } code)
            {
                failed++;
                answers.Add(new JsonObject { ["ErrorCode"] = code, ["ErrorMessage"] = "Slow down." });
            }
            else
            {
                records.Add(text);
                answers.Add(new JsonObject { ["RecordId"] = $"record-{records.Count}" });
            }
        }

        return new() { ["FailedPutCount"] = failed, ["RequestResponses"] = answers };
    }
}
