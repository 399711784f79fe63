using System.CommandLine;

namespace Local.Cli;

/// <summary>The program's commands; without one, the demo.</summary>
internal static class CommandLine
{
    private const int Failure = 1;

    /// <returns>The exit code: 0 only on success.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        var parsed = Root(terminal).Parse(args);
        if (parsed.Errors is [var mistake, ..])
        {
            await terminal.Error.WriteLineAsync($"{mistake.Message.TrimEnd('.')}. '--help' lists the commands and their options.");
            return Failure;
        }

        try
        {
            return await parsed.InvokeAsync(
                new() { EnableDefaultExceptionHandler = false, Output = terminal.Output, Error = terminal.Error }, cancellation);
        }
        catch (Exception error) when (Mistakes.Explain(error) is { } sentence)
        {
            await terminal.Error.WriteLineAsync(sentence);
            return Failure;
        }
    }

    private static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand(
            "Store inventory to dispatched trucks on one machine: the state machine, SQL and planning code that run on AWS.");
        var common = CommonOptions.AddTo(root, terminal);
        DemoCommand.AddTo(root, common, terminal);
        root.Subcommands.Add(StoresCommand.Create(common, terminal));
        root.Subcommands.Add(IngestCommand.Create(common, terminal));
        root.Subcommands.Add(StartCommand.Create(common, terminal));
        root.Subcommands.Add(TrucksCommand.Create(common, terminal));
        root.Subcommands.Add(QueueCommand.Create(common, terminal));
        root.Subcommands.Add(DriveCommand.Create(common, terminal));
        root.Subcommands.Add(VisitsCommand.Create(common, terminal));
        root.Subcommands.Add(MinutesCommand.Create(common, terminal));
        root.Subcommands.Add(AlertsCommand.Create(common, terminal));
        root.Subcommands.Add(StreamsCommand.Create(common, terminal));
        root.Subcommands.Add(GraphCommand.Create(common, terminal));
        root.Subcommands.Add(ServeCommand.Create(common, terminal));
        root.Subcommands.Add(RouteCommand.Create(common, terminal));
        root.Subcommands.Add(CostCommand.Create(common, terminal));

        return root;
    }
}
