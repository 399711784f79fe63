using System.Collections.Immutable;

namespace StatesLanguage.Jsonata;

/// <summary>What is wrong with an expression, before it runs.</summary>
internal abstract record JsonataProblem
{
    private JsonataProblem()
    {
    }

    /// <summary>It is no JSONata.</summary>
    public sealed record Unreadable(string Message) : JsonataProblem;

    /// <summary>It looks a name up in the input of the expression, which has none in a state machine.</summary>
    public sealed record TopLevelReference(string Name) : JsonataProblem;
}

/// <summary>Has the reference implementation read expressions without evaluating them.</summary>
internal static class JsonataChecker
{
    private static readonly Lazy<JsonataEngine> Engine = new(() => new JsonataEngine());
    private static readonly Lock Turn = new();

    /// <returns>For each expression what is wrong with it, or null.</returns>
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
