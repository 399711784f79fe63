using System.CommandLine;

namespace Local.Cli;

/// <summary><c>help</c>: what <c>--help</c> shows, for those who type it as a command.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root, Func<string[], Task<int>> run)
    {
        var words = new Argument<string[]>("command") { Arity = ArgumentArity.ZeroOrMore, Description = "The command to describe." };
        words.Validators.Add(result =>
        {
            Command command = root;
            foreach (var word in result.Tokens.Select(token => token.Value))
            {
                if (command.Subcommands.FirstOrDefault(sub => sub.Name == word) is not { } sub)
                {
                    result.AddError($"There is no command '{word}'.{Spelling.Hint(word, command)}");
                    return;
                }

                command = sub;
            }
        });
        var help = new Command("help", "Lists the commands, or describes one: help start.") { words };
        help.SetAction((parsed, _) => run([.. parsed.GetRequiredValue(words), "--help"]));
        return help;
    }
}
