using System.Diagnostics;
using System.Text.Json.Nodes;
using Kinesis.Mappings;
using Local.Serve;
using Local.Services;
using Tests.Shared;

namespace Local.Tests.Kinesis;

/// <summary>
/// The recorded behaviour of Kinesis and of Lambda's mappings, case by case against a served stage. The cases lie in
/// KINESIS_CONFORMANCE, or in <c>../shared/kinesis-conformance</c> beside the repository; without them, or without python3, the
/// test is skipped.
/// </summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private const double LeastPassed = 0.98;

    [Fact]
    public async Task The_recorded_cases_pass()
    {
        var folder = Environment.GetEnvironmentVariable("KINESIS_CONFORMANCE") ?? Found();
        var runner = folder is null ? "" : Path.Combine(folder, "run");
        Assert.SkipUnless(File.Exists(runner), "The cases of Kinesis are not here: set KINESIS_CONFORMANCE to their folder.");
        Assert.SkipUnless(HasPython(), "There is no python3 on PATH.");

        using var data = new TemporaryFolder();
        await using var clock = new MovedTime();
        await using var stage = Stage.Open(data["data"], clock, new Random(1));
        stage.StreamFunctions["conformance"] = new Silent();
        await using var server = await Server.StartAsync(stage, new(Port: 0, RunsTrucks: false), _ => { }, TestContext.Current.CancellationToken);

        var results = await RunAsync(runner, server.Address.GetLeftPart(UriPartial.Authority), clock.Address);
        var (passed, failed) = ((int)results["passed"]!, (int)results["failed"]!);
        var differences = results["results"]!.AsArray()
            .Where(result => !(bool)result!["passed"]!)
            .Select(result => $"{result!["name"]}: {result["difference"]}");
        var summary = $"{passed} of {passed + failed} passed.\n{string.Join('\n', differences)}";
        output.WriteLine(summary);
        Assert.True(passed >= LeastPassed * (passed + failed), summary);
    }

    private static string? Found()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "StreamingAnalytics.slnx")))
            {
                return Path.Combine(folder.FullName, "../shared/kinesis-conformance");
            }
        }

        return null;
    }

    private static bool HasPython() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "python3")));

    private static async Task<JsonNode> RunAsync(string runner, string endpoint, string clock)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "python3", [runner, endpoint, "--function", "conformance", "--clock", clock, "--json"])
        { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return JsonNode.Parse(output)!;
    }

    private sealed class Silent : IStreamFunction
    {
        public Task<ReadOnlyMemory<byte>> InvokeAsync(ReadOnlyMemory<byte> kinesisEvent, CancellationToken cancellation) =>
            Task.FromResult(ReadOnlyMemory<byte>.Empty);
    }
}
