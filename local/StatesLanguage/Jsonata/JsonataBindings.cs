using System.Text.RegularExpressions;

namespace StatesLanguage.Jsonata;

/// <summary>
/// The variables and the parts of <c>$states</c> that an expression may read. JSONata names a variable only by writing its
/// name, so that the rest, which may be large, need not be sent.
/// </summary>
internal static partial class JsonataBindings
{
    public static JsonObject For(IReadOnlyList<string> expressions, JsonObject variables, JsonObject states)
    {
        var bindings = new JsonObject.Builder();
        foreach (var (name, value) in variables)
        {
            if (expressions.Any(text => text.Contains($"${name}", StringComparison.Ordinal)))
            {
                bindings.Add(name, value);
            }
        }

        return bindings.Add("states", Named(expressions, states)).Build();
    }

    // Members that follow $states by name; all of them where it stands in another way.
    private static JsonObject Named(IReadOnlyList<string> expressions, JsonObject states)
    {
        HashSet<string> names = [];
        foreach (var mention in expressions.SelectMany(text => States().Matches(text)))
        {
            if (!mention.Groups["member"].Success)
            {
                return states;
            }

            names.Add(mention.Groups["member"].Value);
        }

        var named = new JsonObject.Builder();
        foreach (var (name, value) in states)
        {
            if (names.Contains(name))
            {
                named.Add(name, value);
            }
        }

        return named.Build();
    }

    [GeneratedRegex(@"\$states(?:\.(?<member>[A-Za-z]+)\b)?")]
    private static partial Regex States();
}
