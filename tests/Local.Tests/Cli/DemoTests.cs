namespace Local.Tests.Cli;

public sealed class DemoTests : IDisposable
{
    // What becomes of a record.
    private static readonly string[] Parts = ["counted", "repeated", "tooLate", "refused"];

    private readonly LocalProgram program = new();

    [Fact]
    public async Task Without_a_command_the_whole_pipeline_runs_and_adds_up()
    {
        var demo = await program.JsonAsync("--stores", "20", "--products", "50");

        Assert.Equal("SUCCEEDED", demo["status"]!.GetValue<string>());
        var refused = demo["notDelivered"]!.AsObject().Sum(reason => reason.Value!.GetValue<int>());
        Assert.Equal(demo["linesShort"]!.GetValue<int>(), demo["linesDispatched"]!.GetValue<int>() + refused);
        var road = demo["road"]!;
        Assert.True(road["counted"]!.GetValue<long>() > 0);
        Assert.Equal(
            road["records"]!.GetValue<long>(),
            Parts.Sum(part => road[part]!.GetValue<long>()));
        var page = await File.ReadAllTextAsync(demo["report"]!.GetValue<string>(), TestContext.Current.CancellationToken);
        Assert.Contains("data-state=\"FindLowStock\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_read_what_happened_line_by_line()
    {
        var printed = await program.RunAsync("--stores", "5", "--products", "20");

        Assert.Equal((0, ""), (printed.ExitCode, printed.Error));
        Assert.DoesNotContain('\u001b', printed.Output);
        foreach (var row in new[] { "✓ FindLowStock", "Readings in", "Refused", "Dirty", "Running low", "Delivery requests", "Dispatched", "On the road", "Alerts", "Time", "Report" })
        {
            Assert.Contains(row, printed.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_demo_empties_its_own_folder_only()
    {
        Directory.CreateDirectory(Path.Combine(program.Data, "demo"));
        await File.WriteAllTextAsync(Path.Combine(program.Data, "demo", "thesis.txt"), "three years", TestContext.Current.CancellationToken);

        var printed = await program.RunAsync();

        Assert.Equal(
            (1, $"'{Path.Combine(program.Data, "demo")}' holds something that the demo did not make. Move it, or name another folder with --data.\n"),
            (printed.ExitCode, printed.Error.ReplaceLineEndings("\n")));
        Assert.True(File.Exists(Path.Combine(program.Data, "demo", "thesis.txt")));
    }

    public void Dispose() => program.Dispose();
}
