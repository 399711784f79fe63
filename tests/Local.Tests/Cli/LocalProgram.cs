using System.Text;
using System.Text.Json.Nodes;
using Local.Cli;
using Tests.Shared;

namespace Local.Tests.Cli;

/// <summary>The program on a data folder of its own: what is typed, and what is printed.</summary>
internal sealed class LocalProgram : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The day that the tests' stores end on.</summary>
    public const string Day = "2026-11-20";

    public string Data => folder["data"];

    public string this[string file] => folder[file];

    public Task<Printed> RunAsync(params string[] args) => TypeAsync("", args);

    /// <param name="input">What standard input holds.</param>
    /// <param name="args">The command line without --data.</param>
    public Task<Printed> TypeAsync(string input, params string[] args) => RunAsync(input, args, TestContext.Current.CancellationToken);

    /// <summary>A command that is stopped before it does anything.</summary>
    public Task<Printed> StoppedAsync(params string[] args) => RunAsync("", args, new CancellationToken(canceled: true));

    public async Task<JsonNode> JsonAsync(params string[] args)
    {
        var printed = await RunAsync([.. args, "--output", "json"]);
        Assert.Equal(("", 0), (printed.ExitCode == 0 ? "" : printed.Error, printed.ExitCode));
        return JsonNode.Parse(printed.Output)!;
    }

    /// <summary>Simulated stores whose readings end with the day.</summary>
    public Task<JsonNode> StoresAsync(int stores = 12, int products = 40) => JsonAsync(
        "stores", "--stores", $"{stores}", "--products", $"{products}", "--days", "3", "--seed", "7", "--end", $"{Day}T23:59:00Z");

    /// <summary>An execution as of that day.</summary>
    public Task<JsonNode> StartAsync(params string[] more) =>
        JsonAsync(["start", "--input", $$"""{"asOf":"{{Day}}"}""", .. more]);

    /// <summary>Visits as they lie in the lake once a stream has brought them, arrived on that day.</summary>
    public async Task IngestVisitsAsync(string lines)
    {
        await using var stage = Local.Services.Stage.Open(Data, TimeProvider.System, new Random(1));
        stage.Stream("visits").Ingest(
            new MemoryStream(Encoding.UTF8.GetBytes(lines)),
            DateTimeOffset.Parse($"{Day}T22:30:00Z", System.Globalization.CultureInfo.InvariantCulture),
            TestContext.Current.CancellationToken);
    }

    public string Write(string file, string text)
    {
        File.WriteAllText(this[file], text);
        return this[file];
    }

    public void Dispose() => folder.Dispose();

    private async Task<Printed> RunAsync(string input, string[] args, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var typed = new MemoryStream(Encoding.UTF8.GetBytes(input));
        var exitCode = await CommandLine.RunAsync(
            [.. args, "--data", Data], new(output, error, typed, IsInteractive: false), cancellation);
        return new(exitCode, output.ToString(), error.ToString());
    }
}

internal sealed record Printed(int ExitCode, string Output, string Error);
