namespace Kinesis.Mappings;

/// <summary>Where an event source mapping is in a shard.</summary>
/// <param name="LastResult">Of the mapping's last call, in Lambda's words.</param>
/// <param name="Waiting">Records that are not done with.</param>
/// <param name="Age">How long ago the oldest of them arrived; zero where there is none.</param>
public sealed record MappingPlace(
    string Function, string Stream, string State, string LastResult, string ShardId, long Waiting, TimeSpan Age);
