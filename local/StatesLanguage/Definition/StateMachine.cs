using System.Collections.Frozen;

namespace StatesLanguage;

public enum QueryLanguage
{
    JsonPath,
    Jsonata,
}

/// <summary>A definition that was found valid. It never changes, and any number of executions share it.</summary>
public sealed record StateMachine
{
    internal StateMachine()
    {
    }

    public required Flow Flow { get; init; }

    public required ExecutionType Type { get; init; }

    public string? Comment { get; init; }

    /// <summary>The whole execution's limit; null when there is none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether a state is written in JSONata, so that executions need an evaluator of it.</summary>
    public bool UsesJsonata { get; init; }
}

/// <summary>States that name each other, and the one to start at: a machine, a branch, or what a Map runs for each item.</summary>
public sealed record Flow(string StartAt, FrozenDictionary<string, State> States);
