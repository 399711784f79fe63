namespace StatesLanguage.Loading;

/// <summary>Reads what a state does with data around its work.</summary>
internal static class DataFlowLoader
{
    // "InputPath": null gives the state an empty object.
    private static readonly Template Nothing = new Template.Literal(JsonObject.Empty);

    public static DataFlow Read(DefinitionNode state, QueryLanguage language, bool takesParameters) => new()
    {
        InputPath = Path(state["InputPath"]),
        Parameters = takesParameters
            ? TemplateLoader.Read(state[language == QueryLanguage.Jsonata ? "Arguments" : "Parameters"], language)
            : null,
        ResultSelector = TemplateLoader.Read(state["ResultSelector"], language),
        ResultPath = ResultPath(state["ResultPath"]),
        DropsResult = state["ResultPath"].Value is JsonNull,
        OutputPath = Path(state["OutputPath"]),
        Output = TemplateLoader.Read(state["Output"], language),
        Assign = Assign(state, language),
    };

    /// <summary>Null where the result takes the whole place, or is dropped.</summary>
    public static JsonPath? ResultPath(DefinitionNode node) => node.Value is null or JsonNull ? null
        : TemplateLoader.ReadReference(node) is { IsRoot: false } path ? path
        : null;

    /// <param name="owner">A state, a choice rule or a catcher.</param>
    /// <param name="language">The state's query language.</param>
    /// <param name="field">The name of the place in messages about JSONata.</param>
    public static Template? Assign(DefinitionNode owner, QueryLanguage language, string field = "Assign")
    {
        var assign = owner["Assign"];
        if (!assign.Exists || !assign.IsObject())
        {
            return null;
        }

        foreach (var (name, _) in assign.Object)
        {
            var variable = language == QueryLanguage.JsonPath && name.EndsWith(".$", StringComparison.Ordinal) ? name[..^2] : name;
            if (!IsVariable(variable))
            {
                assign.Report($"The variable name '{variable}' is not valid");
            }
        }

        return TemplateLoader.Read(assign, language, field);
    }

    // $states belongs to JSONata expressions in every state.
    private static bool IsVariable(string name) => name.Length is > 0 and <= 80 && name != "states" &&
        (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');

    private static Template? Path(DefinitionNode node) => node.Value is JsonNull ? Nothing : TemplateLoader.ReadPath(node) switch
    {
        Template.Path { Source: { IsRoot: true, Root: PathRoot.Input } } => null,
        var path => path,
    };
}
