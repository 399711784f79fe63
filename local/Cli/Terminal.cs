using System.Text.Json;

namespace Local.Cli;

/// <summary>The output of a command: lines for people, or one JSON document for programs.</summary>
/// <param name="Output">The writer of results.</param>
/// <param name="Error">Errors; notices too where results are JSON.</param>
/// <param name="Input">The input that <c>ingest -</c> reads.</param>
/// <param name="IsInteractive">A person watches: progress is redrawn in place instead of printed line by line.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, Stream Input, bool IsInteractive)
{
    /// <summary>Results; a control character of a foreign text is written out.</summary>
    public TextWriter Output { get; } = new VisibleWriter(Output);

    /// <inheritdoc cref="Output"/>
    public TextWriter Error { get; } = new VisibleWriter(Error);

    /// <summary>The output as it is, for what redraws the screen.</summary>
    public TextWriter Screen { get; } = Output;

    /// <summary>The console this process was started on.</summary>
    public static Terminal OfProcess => new(
        Console.Out,
        Console.Error,
        Console.OpenStandardInput(),
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb");

    /// <summary>The clock of retries and timeouts.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether results are one JSON document on the output and nothing else.</summary>
    public bool IsJson { get; init; }

    /// <summary>Says what is going on; never part of a result.</summary>
    public void Notice(string line) => (IsJson ? Error : Output).WriteLine(line);

    /// <summary>The result of a command, one of <see cref="CliJson"/>'s.</summary>
    public void Result<T>(T value, Action<TextWriter> lines)
    {
        if (IsJson)
        {
            Output.WriteLine(JsonSerializer.Serialize(value, typeof(T), CliJson.Default));
        }
        else
        {
            lines(Output);
        }
    }
}
