using System.Text;
using System.Text.Json;
using Kinesis.Store;

namespace Kinesis.Mappings;

/// <summary>Decides which records a mapping hands to its function.</summary>
internal sealed class RecordFilter(IReadOnlyList<string> patterns)
{
    private readonly List<EventPattern> patterns = [.. patterns.Select(text => EventPattern.Parse(text)!)];

    public bool Takes(Record record, string sequenceNumber) =>
        patterns.Count == 0 || patterns.Any(pattern => Matches(pattern, record, sequenceNumber));

    private static bool Matches(EventPattern pattern, Record record, string sequenceNumber)
    {
        JsonElement? data = null;
        if (pattern.Names("data"))
        {
            if (Data(record) is not { } parsed)
            {
                // Looked for in data that is no JSON, nothing is found.
                return false;
            }

            data = parsed;
        }

        var fields = new Dictionary<string, JsonElement>
        {
            ["partitionKey"] = Text(record.PartitionKey),
            ["sequenceNumber"] = Text(sequenceNumber),
            ["kinesisSchemaVersion"] = Text("1.0"),
            ["eventSource"] = Text("aws:kinesis"),
            ["eventName"] = Text("aws:kinesis:record"),
            ["eventVersion"] = Text("1.0"),
        };
        if (data is { } value)
        {
            fields["data"] = value;
        }

        return pattern.Matches(JsonSerializer.SerializeToElement(fields, FilterJson.Default.DictionaryStringJsonElement));
    }

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, FilterJson.Default.String);

    private static JsonElement? Data(Record record)
    {
        try
        {
            using var parsed = JsonDocument.Parse(record.Data);
            return parsed.RootElement.Clone();
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class FilterJson : System.Text.Json.Serialization.JsonSerializerContext;
