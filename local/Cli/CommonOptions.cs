using System.CommandLine;
using System.Security.Cryptography;
using Local.Faults;
using Local.Services;
using Workflow;

namespace Local.Cli;

/// <summary>The options every command takes.</summary>
internal sealed record CommonOptions(Option<string> Data, Option<OutputFormat> Output, Terminal Terminal)
{
    public static CommonOptions AddTo(RootCommand root, Terminal terminal)
    {
        var options = new CommonOptions(
            new("--data")
            {
                Description = "The folder that holds the lake, the queues and the executions.",
                DefaultValueFactory = _ => ".local",
                Recursive = true,
            },
            new("--output")
            {
                Description = "The form of the result: text for people; json for programs, as one document on the output with notices on the error stream; csv for trucks and query; parquet for query.",
                DefaultValueFactory = _ => OutputFormat.Text,
                Recursive = true,
            },
            terminal);
        root.Options.Add(options.Data);
        root.Options.Add(options.Output);

        return options;
    }

    /// <param name="more">The forms that the command has besides text and json.</param>
    /// <exception cref="UsageException">Another form is asked for.</exception>
    public Terminal Apply(ParseResult parsed, Terminal terminal, params OutputFormat[] more)
    {
        OutputFormat[] forms = [OutputFormat.Text, OutputFormat.Json, .. more];
        var asked = parsed.GetValue(Output);
        return forms.Contains(asked)
            ? terminal with { IsJson = asked == OutputFormat.Json }
            : throw new UsageException($"--output {Name(asked)}: this command prints {string.Join(" or ", forms.Select(Name))}.");

        static string Name(OutputFormat form) => form.ToString().ToLowerInvariant();
    }

    /// <summary>Opens the data folder; jitter differs from run to run.</summary>
    /// <param name="faults">The faults that happen on purpose; null for none.</param>
    /// <param name="scanLimitMb">The MiB that a query of the product's workgroup may read; 0 for no limit.</param>
    public Stage OpenStage(ParseResult parsed, FaultSpec? faults = null, int scanLimitMb = PipelineFacts.ScanLimitMb) =>
        OpenStage(parsed.GetRequiredValue(Data), Terminal, faults, scanLimitMb);

    /// <summary>Opens the data folder for a command that finds nothing in a new one.</summary>
    /// <exception cref="UsageException">There is no such folder.</exception>
    public Stage OpenExistingStage(ParseResult parsed, FaultSpec? faults = null, int scanLimitMb = PipelineFacts.ScanLimitMb)
    {
        var path = parsed.GetRequiredValue(Data);
        return Directory.Exists(path) || File.Exists(path) || string.IsNullOrWhiteSpace(path)
            ? OpenStage(path, Terminal, faults, scanLimitMb)
            : throw new UsageException($"There is no data folder '{path}'. Name another one with --data, or make it with 'stores' or 'ingest'.");
    }

    /// <inheritdoc cref="OpenStage(ParseResult, FaultSpec, int)"/>
    public static Stage OpenStage(
        string path, Terminal terminal, FaultSpec? faults = null, int scanLimitMb = PipelineFacts.ScanLimitMb) => Stage.Open(
        path,
        terminal.Clock,
        new Random(BitConverter.ToInt32(RandomNumberGenerator.GetBytes(4))),
        faults is null ? null : FaultInjection.OfProcess(faults),
        terminal.Error.WriteLine,
        scanLimitMb * Stage.Mebibyte);
}

internal enum OutputFormat
{
    Text,
    Json,

    /// <summary>The same as text, for <c>query</c>.</summary>
    Table,

    /// <summary>Comma-separated values, for <c>query</c> and <c>trucks</c>.</summary>
    Csv,

    /// <summary>A Parquet file, for <c>query</c>.</summary>
    Parquet,
}
