using System.CommandLine;

namespace Local.Cli;

/// <summary>Finds what somebody may have meant who misspelt a command or an option.</summary>
internal static class Spelling
{
    /// <returns>A question that follows a sentence; empty where no command or option is close to the word.</returns>
    public static string Hint(string word, Command command)
    {
        var name = word.Split('=')[0];
        return Hint(name, Names(command, isOption: name.StartsWith('-')));
    }

    /// <param name="known">The words that exist.</param>
    /// <inheritdoc cref="Hint(string, Command)"/>
    public static string Hint(string word, IEnumerable<string> known) => known
        .Select(name => (Name: name, Distance: Distance(word, name)))
        .Where(name => name.Distance <= Math.Max(1, word.Length / 3))
        .OrderBy(name => name.Distance)
        .Select(name => $" Did you mean '{name.Name}'?")
        .FirstOrDefault("");

    private static IEnumerable<string> Names(Command command, bool isOption) => isOption
        ? command.Options
            .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)))
            .SelectMany(option => option.Aliases.Prepend(option.Name))
        : command.Subcommands.Select(sub => sub.Name);

    // The number of letters to insert, delete, replace, or swap with their neighbour.
    private static int Distance(string one, string other)
    {
        var costs = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                costs[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1,
                        costs[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
                }
            }
        }

        return costs[one.Length, other.Length];
    }
}
