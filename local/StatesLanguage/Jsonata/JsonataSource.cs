namespace StatesLanguage.Jsonata;

/// <summary>The scripts that an engine is made of, and what of the reference implementation is read otherwise.</summary>
internal static class JsonataSource
{
    // Members are an object's own: Object.prototype is emptied, so that nothing may be asked of an object by a member that all
    // have. What a function is made of is no data, and the reference implementation would show it.
    private static readonly (string Written, string Read)[] Changes =
    [
        ("Object.prototype.hasOwnProperty.call(", "Object.hasOwn("),
        ("expr.hasOwnProperty('group')", "Object.hasOwn(expr, 'group')"),
        ("groups.hasOwnProperty(key)", "Object.hasOwn(groups, key)"),
        ("bindings.hasOwnProperty(name)", "Object.hasOwn(bindings, name)"),
        ("match && (match.isPrototypeOf(result) || match instanceof Object.constructor)", "isFunction(match)"),
        ("input !== null && typeof input === 'object' && !isFunction(input)", $"{IsData} && !isFunction(input)"),
        ("if (input !== null && typeof input === 'object') {\n            Object.keys(input)", $"if ({IsData}) {{\n            Object.keys(input)"),
    ];

    // The reference implementation waits after each step, for functions that answer later. There is none here: without waiting,
    // each step follows the one before, an expression is one call, and it takes half the time.
    private static readonly (string Written, string Read)[] Waits =
        [("async function", "function"), ("async (", "("), ("await Promise.all(", "("), ("await ", "")];

    private const string IsData =
        "input !== null && typeof input === 'object' && !input._jsonata_lambda && !input._jsonata_function";

    private static readonly Lazy<string> Reference = new(() => Changed(Read("jsonata.js")));

    /// <summary>The scripts in the order in which they are run; the last gives the engine's functions.</summary>
    public static IEnumerable<(string Name, string Text)> Scripts =>
        [("prepare.js", Read("prepare.js")), ("jsonata.js", Reference.Value), ("engine.js", Read("engine.js"))];

    private static string Changed(string text)
    {
        foreach (var (written, read) in Changes.Concat(Waits))
        {
            if (!text.Contains(written, StringComparison.Ordinal))
            {
                throw new InvalidOperationException(
                    $"The reference implementation of JSONata does not contain '{written}' any more. Look at what took its place, and change {nameof(JsonataSource)}.");
            }

            text = text.Replace(written, read, StringComparison.Ordinal);
        }

        return text;
    }

    private static string Read(string name)
    {
        using var stream = typeof(JsonataSource).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
