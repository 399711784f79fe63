namespace Kinesis.Mappings;

/// <summary>The progress of an event source mapping in a shard.</summary>
/// <param name="LastResult">The result of the mapping's last call, in Lambda's words.</param>
/// <param name="Waiting">Records that are not done with.</param>
/// <param name="Age">The time since the arrival of the oldest waiting record; zero when none waits.</param>
public sealed record MappingPlace(
    string Function, string Stream, string State, string LastResult, string ShardId, long Waiting, TimeSpan Age);
