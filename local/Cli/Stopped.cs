using System.CommandLine;

namespace Local.Cli;

/// <summary>The sentences of a command that was stopped early: what is kept, and how to go on.</summary>
internal static class Stopped
{
    /// <param name="command">The demo is the program itself.</param>
    public static string Sentence(Command command) => $"Stopped. {command.Name switch
    {
        _ when command is RootCommand => "The demo begins anew when it runs again.",
        "stores" => "Nothing of the readings is in the lake. Run it again.",
        "ingest" => "Nothing of the file that was being read is in the lake. Run it again.",
        "start" => "An execution that had begun is kept, and goes on with: start --redrive latest",
        "trucks" => "What was dispatched is kept, and the rest is on the queue. Run it again.",
        "drive" or "visits" => "What was sent is kept. What is sent again is not counted twice.",
        "serve" => "Executions under way go on at the next start.",
        _ => "Nothing is half written.",
    }}";
}
