using System.Collections.Frozen;

namespace StatesLanguage.Loading;

/// <summary>Reads <c>StartAt</c> and <c>States</c> of a machine, a branch or a processor.</summary>
internal static class FlowLoader
{
    private static readonly HashSet<string> BranchFields = ["Comment", "StartAt", "States"];

    public static Flow? ReadBranch(DefinitionNode node, QueryLanguage language, LoadScope scope)
    {
        if (!node.IsObject())
        {
            return null;
        }

        node.Allow(BranchFields);
        return Read(node, language, scope);
    }

    public static Flow? Read(DefinitionNode node, QueryLanguage language, LoadScope scope)
    {
        node.Require("States", "StartAt");
        var start = node["StartAt"].Text();
        var states = node["States"];
        if (!states.Exists || !states.IsObject())
        {
            return null;
        }

        if (states.Object.Count == 0)
        {
            states.Report("The field 'States' must have at least one state");
        }

        var read = new Dictionary<string, State>();
        foreach (var (name, _) in states.Object)
        {
            CheckName(states[name], name, scope);
            if (StateLoader.Read(states[name], name, language, scope) is { } state)
            {
                read.Add(name, state);
            }
        }

        if (start is null)
        {
            return null;
        }

        Transitions.Check(node, start, read);
        if (read.Count > 0)
        {
            Transitions.CheckEnd(node, read);
        }

        return new Flow(start, read.ToFrozenDictionary());
    }

    private static void CheckName(DefinitionNode state, string name, LoadScope scope)
    {
        if (name.Length is 0 or > 80)
        {
            state.Report("State name must have 1 to 80 characters");
        }

        if (!scope.Names.Add(name))
        {
            state.Report($"Duplicate State name: {name}", Finding.DuplicateName);
        }
    }
}
