using Local.ConsolePage;
using Local.Services;
using Local.Tests.Cli;

namespace Local.Tests.ConsolePage;

/// <summary>What an execution's page says of the plan.</summary>
public sealed class PlannedTests : IDisposable
{
    private readonly LocalProgram program = new();

    [Fact]
    public async Task The_page_of_an_execution_says_what_it_planned_and_what_it_left_out_by_name()
    {
        await program.StoresAsync();
        var stores = Path.Combine(program.Data, "s3", "streaming-analytics-lake", "stores", "stores.csv");
        var rows = (await File.ReadAllLinesAsync(stores, TestContext.Current.CancellationToken))
            .Where(row => !row.StartsWith("S0003,", StringComparison.Ordinal));
        await program.JsonAsync("ingest", "--table", "stores", program.Write("short.csv", string.Join('\n', rows)));
        var planned = (await program.StartAsync())["planning"]!["outcome"]!;

        var page = await ShowAsync();

        Assert.Contains(
            $"<p>{planned["linesShort"]} lines of 11 stores ran low at the end of {LocalProgram.Day} (UTC). 11 delivery requests went to the queue, "
            + $"for {planned["linesRequested"]} lines and {(long)planned["unitsRequested"]!:N0} units.</p>",
            page,
            StringComparison.Ordinal);
        var readings = (long)planned["dirty"]!["store is unknown"]!;
        Assert.Contains(
            $"<tr><td class=\"number\">{readings:N0}</td><th scope=\"row\">store is unknown: S0003 ({readings:N0}). Name them with: ingest --table stores FILE.csv</th></tr>",
            page,
            StringComparison.Ordinal);
    }

    public void Dispose() => program.Dispose();

    private async Task<string> ShowAsync()
    {
        await using var stage = Stage.Open(program.Data, TimeProvider.System, new Random(1));
        var execution = Assert.Single(stage.Executions.List()).ExecutionArn;
        var answer = await new PageData(stage, () => throw new InvalidOperationException(), _ => throw new InvalidOperationException(), _ => throw new InvalidOperationException())
            .ChangeAsync("planned", name => name == "execution" ? execution : null, TestContext.Current.CancellationToken);
        using var text = new StreamReader(answer!.Body);
        return await text.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
