using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow;

/// <summary>One Kinesis stream and its event source mapping, as <c>streams.json</c> describes them.</summary>
/// <param name="Description">Whose events it carries, and by what they are keyed.</param>
/// <param name="Shards">1 or more: each takes 1 MB and 1,000 records a second.</param>
/// <param name="RetentionHours">The hours for which a record can be read, 24 to 8,760.</param>
/// <param name="BatchSize">Records of a call at most, 1 to 10,000.</param>
/// <param name="BatchingWindowSeconds">The seconds for which a batch is gathered, 0 to 300.</param>
/// <param name="RetryAttempts">
/// The number of retries of a failed batch before it goes to the failure destination, 0 to 10,000.
/// </param>
/// <param name="MaximumRecordAgeSeconds">The age in seconds beyond which a record goes there at once, 60 to 604,800.</param>
public sealed record StreamOptions(
    string Description,
    int Shards,
    int RetentionHours,
    int BatchSize,
    int BatchingWindowSeconds,
    int RetryAttempts,
    int MaximumRecordAgeSeconds)
{
    private const string File = "streams.json";

    /// <summary>Reads <c>streams.json</c>: the options of each stream by its name.</summary>
    /// <exception cref="WorkflowFileException">The text is not such a file, or a number is out of its range.</exception>
    public static IReadOnlyDictionary<string, StreamOptions> Parse(string json)
    {
        Dictionary<string, StreamOptions> streams;
        try
        {
            streams = JsonSerializer.Deserialize(json, StreamOptionsJson.Default.DictionaryStringStreamOptions)
                ?? throw new JsonException("The text is null.");
        }
        catch (JsonException error)
        {
            throw new WorkflowFileException($"{File}: {error.Message}", error);
        }

        foreach (var (name, stream) in streams)
        {
            stream.Check(name);
        }

        return streams;
    }

    // Ranges of Kinesis Data Streams (service quotas) and of Lambda's CreateEventSourceMapping.
    private void Check(string name)
    {
        Require(Shards, 1, 10_000, "shards");
        Require(RetentionHours, 24, 8_760, "retention_hours");
        Require(BatchSize, 1, 10_000, "batch_size");
        Require(BatchingWindowSeconds, 0, 300, "batching_window_seconds");
        Require(RetryAttempts, 0, 10_000, "retry_attempts");
        Require(MaximumRecordAgeSeconds, 60, 604_800, "maximum_record_age_seconds");

        void Require(int value, int least, int most, string member)
        {
            if (value < least || value > most)
            {
                throw new WorkflowFileException($"{File}: {name}.{member} is {value}, not a whole number from {least} to {most}.");
            }
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Dictionary<string, StreamOptions>))]
internal sealed partial class StreamOptionsJson : JsonSerializerContext;
