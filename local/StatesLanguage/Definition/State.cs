using System.Collections.Immutable;

namespace StatesLanguage;

/// <summary>
/// One state of a state machine. A new kind of state is one record here, one reader in the loader, and one arm in the
/// execution.
/// </summary>
public abstract record State
{
    private State()
    {
    }

    public required string Name { get; init; }

    public QueryLanguage Language { get; init; }

    public string? Comment { get; init; }

    /// <summary>The state that follows; null where this one ends its flow.</summary>
    public string? Next { get; init; }

    public DataFlow Data { get; init; } = DataFlow.Unchanged;

    public ImmutableArray<Retrier> Retry { get; init; } = [];

    public ImmutableArray<Catcher> Catch { get; init; } = [];

    public sealed record Pass : State
    {
        public Json? Result { get; init; }
    }

    public sealed record Succeed : State;

    /// <summary>A state that ends its execution with an error; error and cause may both be missing.</summary>
    public sealed record Fail : State
    {
        public Setting? Error { get; init; }

        public Setting? Cause { get; init; }
    }

    public sealed record Wait : State
    {
        public required Setting Until { get; init; }

        /// <summary>Whether the setting is a point in time, and not a number of seconds.</summary>
        public bool IsTimestamp { get; init; }
    }

    public sealed record Choice : State
    {
        public required ImmutableArray<ChoiceRule> Rules { get; init; }

        public string? Default { get; init; }
    }

    public sealed record Task : State
    {
        public required TaskResource Resource { get; init; }

        public Setting? Timeout { get; init; }

        public Setting? Heartbeat { get; init; }

        /// <summary>The role of another account: an object with RoleArn.</summary>
        public Template? Credentials { get; init; }
    }

    public sealed record Parallel : State
    {
        public required ImmutableArray<Flow> Branches { get; init; }
    }

    public sealed record Map : State
    {
        public required Flow Processor { get; init; }

        /// <summary>Set where each item (or batch) runs as an execution of its own.</summary>
        public Distribution? Distribution { get; init; }

        /// <summary>The place of the items in the input; null for the input itself.</summary>
        public Setting? Items { get; init; }

        public Template? ItemSelector { get; init; }

        public Setting? MaxConcurrency { get; init; }
    }
}

/// <summary>The fields by which a state selects and changes data around its work, in the order in which they apply.</summary>
public sealed record DataFlow
{
    public static readonly DataFlow Unchanged = new();

    /// <summary>JSONPath: what of the raw input the state works on.</summary>
    public Template? InputPath { get; init; }

    /// <summary>Parameters in JSONPath, Arguments in JSONata.</summary>
    public Template? Parameters { get; init; }

    public Template? ResultSelector { get; init; }

    /// <summary>JSONPath: where in the raw input the result goes; null: in its place.</summary>
    public JsonPath? ResultPath { get; init; }

    /// <summary>JSONPath, <c>"ResultPath": null</c>: the result is dropped.</summary>
    public bool DropsResult { get; init; }

    public Template? OutputPath { get; init; }

    /// <summary>JSONata: the output, made of <c>$states</c>.</summary>
    public Template? Output { get; init; }

    /// <summary>Variables set when the state is done, all at once.</summary>
    public Template? Assign { get; init; }
}

/// <summary>A single value of a state that a path or an expression may give, with the name of its field.</summary>
public sealed record Setting(string Field, Template Value);
