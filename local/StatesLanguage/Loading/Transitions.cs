namespace StatesLanguage.Loading;

/// <summary>Checks that every target exists and that every state can be reached.</summary>
internal static class Transitions
{
    public static void Check(DefinitionNode flow, string start, Dictionary<string, State> states)
    {
        var all = flow["States"];
        Exists(all, flow["StartAt"], "StartAt");
        foreach (var (name, _) in all.Object)
        {
            var node = all[name];
            Exists(all, node["Next"], "Next");
            Exists(all, node["Default"], "Default");
            foreach (var entry in node["Choices"].Items.Concat(node["Catch"].Items))
            {
                Exists(all, entry["Next"], "Next");
            }
        }

        var reached = new HashSet<string>();
        Reach(start, states, reached);
        foreach (var name in states.Keys.Where(name => !reached.Contains(name)))
        {
            all[name].Report($"State \"{name}\" is not reachable.", Finding.MissingTarget);
        }
    }

    /// <summary>A flow must have a way to end; a state that could not be read may be one.</summary>
    public static void CheckEnd(DefinitionNode flow, Dictionary<string, State> states)
    {
        if (states.Count == flow["States"].Object.Count && states.Values.All(state => state is State.Choice || state.Next is not null))
        {
            flow.Report("Workflow has no terminal state", Finding.MissingEnd);
        }
    }

    /// <summary>The states that one may pass on to.</summary>
    public static IEnumerable<string> Targets(State state)
    {
        var rest = state switch
        {
            State.Choice choice => choice.Rules.Select(rule => rule.Next).Append(choice.Default),
            _ => [state.Next],
        };
        return rest.Concat(state.Catch.Select(catcher => catcher.Next)).OfType<string>();
    }

    private static void Exists(DefinitionNode states, DefinitionNode target, string field)
    {
        if (target.Value is JsonString { Value: var name } && !states.Has(name))
        {
            target.Report($"Missing '{field}' target: {name}", Finding.MissingTarget);
        }
    }

    private static void Reach(string start, Dictionary<string, State> states, HashSet<string> reached)
    {
        var open = new Stack<string>([start]);
        while (open.TryPop(out var name))
        {
            if (states.TryGetValue(name, out var state) && reached.Add(name))
            {
                foreach (var target in Targets(state))
                {
                    open.Push(target);
                }
            }
        }
    }
}
