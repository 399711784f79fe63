using System.Text.Json.Serialization;

namespace Kinesis.Mappings;

/// <summary>An event source mapping, as it is kept.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Qualifier">The part of the function's ARN after the name; null for none.</param>
/// <param name="StartingPosition">LATEST, TRIM_HORIZON or AT_TIMESTAMP.</param>
/// <param name="StartingTimestamp">Milliseconds since 1970.</param>
internal sealed record MappingDocument(
    string Id, string Function, string? Qualifier, string Stream, string StartingPosition, long? StartingTimestamp)
{
    public MappingSettings Settings { get; init; } = new();

    public string State { get; init; } = "Creating";

    /// <summary>
    /// The state that the mapping will have, and the time of the change in milliseconds since 1970; null when no change
    /// is due.
    /// </summary>
    public string? NextState { get; init; }

    public long Due { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long LastModified { get; init; }

    public string LastProcessingResult { get; init; } = "No records processed";

    /// <summary>Whether the mapping has been enabled once; from then on its places in the shards are kept.</summary>
    public bool HasStarted { get; init; }
}

/// <summary>The place of a mapping in a shard.</summary>
/// <param name="Next">The index of the first record that is not done with.</param>
/// <param name="IsDone">Whether the shard was read to its end.</param>
internal sealed record Checkpoint(long Next, bool IsDone = false);

[JsonSerializable(typeof(MappingDocument))]
[JsonSerializable(typeof(Checkpoint))]
internal sealed partial class MappingJson : JsonSerializerContext;
