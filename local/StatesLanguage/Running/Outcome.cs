namespace StatesLanguage.Running;

/// <summary>The decision after running a state, or a whole flow.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    public sealed record Continued(string State, Json Output) : Outcome;

    public sealed record Succeeded(Json Output) : Outcome;

    public sealed record Failed(StatesError Error) : Outcome;
}
