namespace StatesLanguage;

/// <summary>Evaluates JSONata expressions.</summary>
public interface IJsonata
{
    /// <summary>Evaluates expressions of one state against the same bindings.</summary>
    /// <param name="expressions">JSONata, without delimiters.</param>
    /// <param name="bindings">Variables by name, <c>states</c> among them.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>An answer for each expression, in their order.</returns>
    ValueTask<IReadOnlyList<JsonataAnswer>> EvaluateAsync(
        IReadOnlyList<string> expressions, JsonObject bindings, CancellationToken cancellation);
}

public abstract record JsonataAnswer
{
    private JsonataAnswer()
    {
    }

    public sealed record Value(Json Result) : JsonataAnswer;

    /// <summary>Nothing, which JSONata calls undefined.</summary>
    public sealed record Undefined : JsonataAnswer;

    /// <summary>A function or something else that is not JSON.</summary>
    public sealed record Unsupported : JsonataAnswer;

    public sealed record Failed(string Message) : JsonataAnswer;
}
