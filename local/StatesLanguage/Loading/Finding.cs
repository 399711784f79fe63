using System.Collections.Immutable;

namespace StatesLanguage;

/// <summary>A fault in a definition, as ValidateStateMachineDefinition reports it.</summary>
/// <param name="Code">AWS's code, such as SCHEMA_VALIDATION_FAILED.</param>
/// <param name="Location">The place, such as <c>/States/Ship/Choices[1]/Next</c>.</param>
/// <param name="Message">The problem.</param>
public sealed record Finding(string Code, string Location, string Message)
{
    public const string InvalidJson = "INVALID_JSON_DESCRIPTION";
    public const string InvalidSchema = "SCHEMA_VALIDATION_FAILED";
    public const string MissingTarget = "MISSING_TRANSITION_TARGET";
    public const string MissingEnd = "MISSING_END_STATE";
    public const string UnsupportedJsonata = "UNSUPPORTED_JSONATA_EXPRESSION";
    public const string DuplicateName = "DUPLICATE_STATE_NAME";

    public override string ToString() => $"{Code}: {Message} at {Location}";
}

/// <summary>A definition that was read: a machine, or everything that keeps it from being one.</summary>
public abstract record LoadedDefinition
{
    private LoadedDefinition()
    {
    }

    public sealed record Valid(StateMachine Machine) : LoadedDefinition;

    public sealed record Invalid(ImmutableArray<Finding> Findings) : LoadedDefinition
    {
        /// <summary>The message with which CreateStateMachine refuses the definition.</summary>
        public string Message => $"Invalid State Machine Definition: '{string.Join(", ", Findings)}'";
    }
}
