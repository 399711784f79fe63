using System.CommandLine;
using Workflow;

namespace Local.Cli;

/// <summary><c>--machine</c>: which of the product's state machines a command is about.</summary>
internal static class MachineOption
{
    public static Option<ProductMachine> Create(string description)
    {
        var option = new Option<ProductMachine>("--machine")
        {
            Description = $"{description}: {string.Join(", ", Names)}.",
            DefaultValueFactory = _ => ProductMachine.StorePlanning,
            CustomParser = argument =>
            {
                var name = argument.Tokens[0].Value;
                if (ProductMachine.Find(name) is { } machine)
                {
                    return machine;
                }

                argument.AddError($"--machine: there is no state machine '{name}'.{Spelling.Hint(name, Names)} There are {string.Join(", ", Names)}.");
                return null;
            },
        };
        option.CompletionSources.Add([.. Names]);
        return option;
    }

    private static IEnumerable<string> Names => ProductMachine.All.Select(machine => machine.Name);
}
