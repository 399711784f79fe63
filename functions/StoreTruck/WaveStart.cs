namespace StoreTruck;

/// <summary>The reason why the function was called.</summary>
/// <param name="Source">
/// <c>aws.states</c> of an execution that succeeded, as EventBridge tells it; <c>schedule</c>; whatever else, or nothing, of a person.
/// </param>
public sealed record WaveStart(string? Source = null);
