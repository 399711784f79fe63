using System.Collections.Immutable;

namespace StatesLanguage.Loading;

/// <summary>
/// An inner flow sees the variables of the flows around it, and may not have one of the same name. The children of a
/// Distributed Map see none, and are free.
/// </summary>
internal static class VariableScopes
{
    public static void Check(DefinitionNode flow, ImmutableHashSet<string> outer)
    {
        var states = flow["States"];
        var own = outer;
        foreach (var state in States(states))
        {
            foreach (var owner in state["Choices"].Items.Concat(state["Catch"].Items).Prepend(state))
            {
                own = own.Union(Assigned(owner["Assign"], outer));
            }
        }

        foreach (var state in States(states))
        {
            foreach (var branch in state["Branches"].Items)
            {
                Check(branch, own);
            }

            foreach (var processor in new[] { state["ItemProcessor"], state["Iterator"] })
            {
                var isDistributed = processor["ProcessorConfig"]["Mode"].Value is JsonString { Value: "DISTRIBUTED" };
                Check(processor, isDistributed ? [] : own);
            }
        }
    }

    private static IEnumerable<DefinitionNode> States(DefinitionNode states) => states.Object.Select(state => states[state.Key]);

    private static IEnumerable<string> Assigned(DefinitionNode assign, ImmutableHashSet<string> outer)
    {
        foreach (var (field, _) in assign.Object)
        {
            var name = field.EndsWith(".$", StringComparison.Ordinal) ? field[..^2] : field;
            if (outer.Contains(name))
            {
                assign.Report($"The variable '{name}' is assigned in an outer scope already");
            }

            yield return name;
        }
    }
}
