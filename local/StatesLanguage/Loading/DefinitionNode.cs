using System.Collections.Immutable;

namespace StatesLanguage.Loading;

/// <summary>A value of a definition at its place, and where to tell what is found there.</summary>
internal sealed record DefinitionNode(Json? Value, string Place, LoadNotes Notes)
{
    public bool Exists => Value is not null;

    public JsonObject Object => Value as JsonObject ?? JsonObject.Empty;

    public IEnumerable<DefinitionNode> Items
    {
        get
        {
            var node = this;
            return Value is JsonArray array ? array.Select((item, i) => node.At(i, item)) : [];
        }
    }

    public DefinitionNode this[string name] => new((Value as JsonObject)?[name], $"{Place}/{name}", Notes);

    public bool Has(string name) => Object.TryGet(name, out _);

    public void Report(string message, string code = Finding.InvalidSchema) =>
        Notes.Findings.Add(new Finding(code, Place.Length == 0 ? "/" : Place, message));

    /// <summary>The object's members must be among these.</summary>
    public void Allow(IReadOnlySet<string> names)
    {
        foreach (var (name, _) in Object)
        {
            if (!names.Contains(name))
            {
                Refuse(name);
            }
        }
    }

    /// <summary>A field that may not stand here.</summary>
    public void Refuse(string name) => Report($"Field '{name}' is not supported");

    public void Require(params ReadOnlySpan<string> names)
    {
        List<string> missing = [];
        foreach (var name in names)
        {
            if (!Has(name))
            {
                missing.Add(name);
            }
        }

        if (missing.Count > 0)
        {
            Report($"These fields are required: [{string.Join(", ", missing)}]");
        }
    }

    public bool IsObject() => Is(Value is JsonObject, "an object");

    public bool IsArray() => Is(Value is JsonArray, "an array");

    /// <summary>The text, or null after a report when it is something else; null as well when it is missing.</summary>
    public string? Text()
    {
        if (Exists)
        {
            Is(Value is JsonString, "a string");
        }

        return (Value as JsonString)?.Value;
    }

    public ImmutableArray<string> Texts()
    {
        if (!IsArray())
        {
            return [];
        }

        return [.. Items.Select(item => item.Text()).OfType<string>()];
    }

    public bool Flag()
    {
        if (Exists)
        {
            Is(Value is JsonBoolean, "a boolean");
        }

        return Value is JsonBoolean { Value: true };
    }

    /// <summary>The integer, or null after a report when it is none or outside its limits.</summary>
    public long? Whole(long least, long most)
    {
        if (!Exists)
        {
            return null;
        }

        if (Value is JsonNumber number && number.TryGetInt64(out var whole) && whole >= least && whole <= most)
        {
            return whole;
        }

        Report(Value is JsonNumber ? $"Value should be an integer between {least} and {most}" : "Value should be an integer");
        return null;
    }

    public double? Number(double least, double most)
    {
        if (!Exists)
        {
            return null;
        }

        if (Value is JsonNumber number && number.Value >= least && number.Value <= most)
        {
            return number.Value;
        }

        Report($"Value should be a number between {least} and {most}");
        return null;
    }

    private DefinitionNode At(int index, Json item) => new(item, $"{Place}[{index}]", Notes);

    private bool Is(bool good, string kind)
    {
        if (!good)
        {
            Report($"Expected value of type {kind}");
        }

        return good;
    }
}

/// <summary>The notes that are taken while a definition is read.</summary>
internal sealed class LoadNotes
{
    public List<Finding> Findings { get; } = [];

    /// <summary>All JSONata expressions with their places.</summary>
    public List<(DefinitionNode DefinitionNode, string Text)> Expressions { get; } = [];
}
