using System.CommandLine;

namespace Local.Cli;

/// <summary>The program's commands; without one, the demo.</summary>
internal static class CommandLine
{
    /// <summary>The exit code of a command that was stopped before its end.</summary>
    public const int Interrupted = 130;

    private const int Failure = 1;

    /// <param name="cancellation">Stops the command.</param>
    /// <returns>The exit code: 0 only on success.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        var parsed = Root(terminal, cancellation).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await terminal.Error.WriteLineAsync($"{Mistake(parsed)} '--help' lists the commands and their options.");
            return Failure;
        }

        try
        {
            // Signals are Program's: it tells one from the other, and sets no time after which a command is cut off.
            return await parsed.InvokeAsync(
                new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = terminal.Output, Error = terminal.Error },
                cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync(Stopped.Sentence(parsed.CommandResult.Command));
            return Interrupted;
        }
        catch (Exception error) when (UserErrors.Explain(error) is { } sentence)
        {
            await terminal.Error.WriteLineAsync(sentence);
            return Failure;
        }
    }

    private static string Mistake(ParseResult parsed)
    {
        var sentence = parsed.Errors[0].Message is var message && message.EndsWith('?') ? message : $"{message.TrimEnd('.')}.";
        return parsed.UnmatchedTokens is [var word, ..] && sentence.Contains($"'{word}'", StringComparison.Ordinal)
            ? sentence + Spelling.Hint(word, parsed.CommandResult.Command)
            : sentence;
    }

    private static RootCommand Root(Terminal terminal, CancellationToken cancellation)
    {
        var root = new RootCommand(
            "Store inventory to dispatched trucks on one machine: the state machine, SQL and planning code that run on AWS.");
        var common = CommonOptions.AddTo(root, terminal);
        DemoCommand.AddTo(root, common, terminal);
        root.Subcommands.Add(StoresCommand.Create(common, terminal));
        root.Subcommands.Add(IngestCommand.Create(common, terminal));
        root.Subcommands.Add(StartCommand.Create(common, terminal));
        root.Subcommands.Add(TrucksCommand.Create(common, terminal));
        root.Subcommands.Add(QueryCommand.Create(common, terminal));
        root.Subcommands.Add(QueueCommand.Create(common, terminal));
        root.Subcommands.Add(DriveCommand.Create(common, terminal));
        root.Subcommands.Add(VisitsCommand.Create(common, terminal));
        root.Subcommands.Add(PricesCommand.Create(common, terminal));
        root.Subcommands.Add(MinutesCommand.Create(common, terminal));
        root.Subcommands.Add(AlertsCommand.Create(common, terminal));
        root.Subcommands.Add(StreamsCommand.Create(common, terminal));
        root.Subcommands.Add(WarehouseCommand.Create(common, terminal));
        root.Subcommands.Add(GraphCommand.Create(common, terminal));
        root.Subcommands.Add(ServeCommand.Create(common, terminal));
        root.Subcommands.Add(RouteCommand.Create(common, terminal));
        root.Subcommands.Add(CostCommand.Create(common, terminal));
        root.Subcommands.Add(HelpCommand.Create(root, args => RunAsync(args, terminal, cancellation)));

        return root;
    }
}
