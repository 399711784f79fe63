namespace StatesLanguage.Payloads;

/// <summary>The variables of a flow; inner flows see those of the flows around them.</summary>
internal sealed class Variables(Variables? outer)
{
    private Dictionary<string, Json>? own;

    public Json? this[string name] => own?.GetValueOrDefault(name) ?? outer?[name];

    public void Set(JsonObject assigned)
    {
        own ??= [];
        foreach (var (name, value) in assigned)
        {
            own[name] = value;
        }
    }

    /// <summary>Adds every variable, inner ones over outer ones.</summary>
    public void AddTo(JsonObject.Builder bindings)
    {
        outer?.AddTo(bindings);
        foreach (var (name, value) in own ?? [])
        {
            bindings.Add(name, value);
        }
    }
}
