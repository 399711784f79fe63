namespace StatesLanguage.Results;

/// <summary>Carries an error from the depth of a state to the one place that handles it, where the state runs.</summary>
internal sealed class StateFailure(string name, string message) : Exception(message)
{
    public string Name { get; } = name;

    /// <summary>Whether the message is the whole cause, without the place of the failure.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The field whose JSONata failed, as messages name it; null for other failures.</summary>
    public string? Location { get; init; }

    public static StateFailure Runtime(string message) => new(StatesError.Runtime, message);

    public static StateFailure Evaluation(string message, string? location) =>
        new(StatesError.QueryEvaluation, message) { Location = location };

    public static StateFailure TooLarge(string what) => new(
        StatesError.DataLimitExceeded,
        $"The state/task '{what}' returned a result with a size exceeding the maximum number of bytes service limit.")
    {
        IsWhole = true,
    };
}
