namespace StatesLanguage;

/// <summary>Evaluates JSONata expressions.</summary>
public interface IJsonata
{
    /// <returns>An answer for each expression, in their order.</returns>
    ValueTask<IReadOnlyList<JsonataAnswer>> EvaluateAsync(JsonataRequest request, CancellationToken cancellation);
}

/// <summary>Expressions of one state, evaluated one after the other against the same bindings.</summary>
/// <param name="Expressions">JSONata, without delimiters.</param>
/// <param name="Bindings">Variables by name, <c>states</c> among them.</param>
/// <param name="Seed">The seed of <c>$random()</c> and <c>$uuid()</c>.</param>
/// <param name="Now">The time that <c>$now()</c> gives.</param>
public sealed record JsonataRequest(IReadOnlyList<string> Expressions, JsonObject Bindings, int Seed, DateTimeOffset Now);

public abstract record JsonataAnswer
{
    private JsonataAnswer()
    {
    }

    public sealed record Value(Json Result) : JsonataAnswer;

    /// <summary>The answer without a value, which JSONata calls undefined.</summary>
    public sealed record Undefined : JsonataAnswer;

    /// <summary>A function or something else that is not JSON.</summary>
    public sealed record Unsupported : JsonataAnswer;

    public sealed record Failed(string Message) : JsonataAnswer;

    /// <summary>The expression took longer than it may.</summary>
    public sealed record TimedOut : JsonataAnswer;
}
