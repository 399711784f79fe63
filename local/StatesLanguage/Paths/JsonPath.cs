using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using StatesLanguage.Paths;

namespace StatesLanguage;

/// <summary>The start of a path: <c>$</c>, <c>$$</c> or <c>$name</c>.</summary>
public abstract record PathRoot
{
    private PathRoot()
    {
    }

    public sealed record Input : PathRoot;

    public sealed record Context : PathRoot;

    public sealed record Variable(string Name) : PathRoot;
}

/// <summary>A compiled JSONPath, with the results AWS gives (those of the Jayway library, which it runs).</summary>
public sealed class JsonPath
{
    private readonly ImmutableArray<PathStep> steps;

    internal JsonPath(string text, PathRoot root, ImmutableArray<PathStep> steps)
    {
        Text = text;
        Root = root;
        this.steps = steps;
        IsDefinite = steps.All(step => step.IsDefinite);
        IsReference = steps.All(step => step is PathStep.Member or PathStep.Element { Index: >= 0 });
    }

    public string Text { get; }

    public PathRoot Root { get; }

    /// <summary>Finds one value or none; any other path finds an array of values.</summary>
    public bool IsDefinite { get; }

    /// <summary>Names one place: members and non-negative indexes only.</summary>
    public bool IsReference { get; }

    public bool IsRoot => steps.IsEmpty;

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path)
    {
        path = PathParser.Parse(text);
        return path is not null;
    }

    /// <summary>The value at this path.</summary>
    /// <param name="root">The value of <c>$</c>, <c>$$</c> or the variable.</param>
    /// <param name="value">Null when there is none.</param>
    /// <param name="problem">The reason why there is no value, in AWS's words.</param>
    public bool TryFind(Json root, [NotNullWhen(true)] out Json? value, [NotNullWhen(false)] out string? problem)
    {
        if (!IsDefinite)
        {
            value = FindAll(root);
            problem = null;
            return true;
        }

        var current = root;
        for (var i = 0; i < steps.Length; i++)
        {
            var next = steps[i].Single(current);
            if (next is null)
            {
                value = null;
                problem = Missing(i, current);
                return false;
            }

            current = next;
        }

        value = current;
        problem = null;
        return true;
    }

    /// <summary>The root with the value put at this reference path; objects on the way are made where they lack.</summary>
    /// <returns>Null when the path does not fit the root.</returns>
    public Json? Place(Json root, Json value) => Place(root, 0, value);

    /// <summary>Misses only because an array is shorter than the index at the path's end.</summary>
    internal bool EndsBehindArray(Json root) => IsDefinite && steps is [.., PathStep.Element] &&
        new JsonPath(Text, Root, steps[..^1]).TryFind(root, out var parent, out _) && parent is JsonArray;

    public override string ToString() => Text;

    private Json? Place(Json? current, int step, Json value)
    {
        if (step == steps.Length)
        {
            return value;
        }

        switch (steps[step])
        {
            case PathStep.Member(var name) when current is JsonObject or null:
                var owner = current as JsonObject ?? JsonObject.Empty;
                var placed = Place(owner[name], step + 1, value);
                return placed is null ? null : owner.With(name, placed);
            case PathStep.Element(var index) when current is JsonArray array && index < array.Count:
                var item = Place(array[index], step + 1, value);
                return item is null ? null : array.With(index, item);
            default:
                return null;
        }
    }

    private JsonArray FindAll(Json root)
    {
        List<Json> current = [root];
        foreach (var step in steps)
        {
            List<Json> next = [];
            foreach (var value in current)
            {
                step.Each(value, root, next);
            }

            current = next;
        }

        return JsonArray.Of(current);
    }

    private string Missing(int step, Json found) => (steps[step], found) switch
    {
        (PathStep.Member, JsonObject) when step < steps.Length - 1 =>
            $"Missing property in path {Normalized(step + 1)}",
        (PathStep.Member or PathStep.Members, not JsonObject) =>
            $"Expected to find an object with property {steps[step]} in path {Normalized(step)} but found " +
            $"'{JavaClass(found)}'. This is not a json object according to the JsonProvider: " +
            "'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.",
        (PathStep.Element, JsonNull) => $"The path {Normalized(step)} is null",
        (PathStep.Element, not JsonArray) =>
            $"Filter: {steps[step]} can only be applied to arrays. Current context is: {JavaText.Of(found)}",
        _ => $"No results for path: {Normalized(steps.Length)}",
    };

    private string Normalized(int count) => "$" + string.Concat(steps.Take(count));

    private static string JavaClass(Json value) => value switch
    {
        JsonString => "java.lang.String",
        JsonBoolean => "java.lang.Boolean",
        JsonArray => "java.util.ArrayList",
        JsonNumber number when number.TryGetInt64(out var integer) =>
            integer == (int)integer ? "java.lang.Integer" : "java.lang.Long",
        JsonNumber => "java.lang.Double",
        _ => "null",
    };
}
