using System.Collections.Immutable;

namespace StatesLanguage.Jsonata;

/// <summary>A fault of an expression, found before it runs.</summary>
internal abstract record JsonataProblem
{
    private JsonataProblem()
    {
    }

    /// <summary>The text is not JSONata.</summary>
    public sealed record Unreadable(string Message) : JsonataProblem;

    /// <summary>The expression looks a name up in its input, which it does not have in a state machine.</summary>
    public sealed record TopLevelReference(string Name) : JsonataProblem;
}

/// <summary>Lets the reference implementation read expressions without evaluating them.</summary>
internal static class JsonataChecker
{
    private static readonly Lazy<JsonataEngine> Engine = new(() => new JsonataEngine());
    private static readonly Lock Turn = new();

    /// <returns>The fault of each expression, or null.</returns>
    public static ImmutableArray<JsonataProblem?> Check(IReadOnlyList<string> expressions)
    {
        if (expressions.Count == 0)
        {
            return [];
        }

        lock (Turn)
        {
            var problems = (JsonArray)Json.Parse(Engine.Value.Check(JsonArray.Of(expressions.Select(Json.Of)).ToString()));
            return [.. problems.Select(Problem)];
        }
    }

    private static JsonataProblem? Problem(Json problem) =>
        problem is not JsonObject found ? null
        : found["reference"] is JsonString name ? new JsonataProblem.TopLevelReference(name.Value)
        : new JsonataProblem.Unreadable(((JsonString)found["message"]!).Value);
}
