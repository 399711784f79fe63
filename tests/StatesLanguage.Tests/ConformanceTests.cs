using System.ComponentModel;
using System.Diagnostics;

namespace StatesLanguage.Tests;

/// <summary>
/// The cases recorded on AWS, when they are at hand: in the folder that ASL_CONFORMANCE names, or beside the repository.
/// </summary>
public sealed class ConformanceTests
{
    [Fact]
    public async Task Every_recorded_case_ends_as_it_did_on_AWS()
    {
        var folder = Environment.GetEnvironmentVariable("ASL_CONFORMANCE")
            ?? Path.GetFullPath(Path.Combine(Repository(), "..", "shared", "asl-conformance"));
        Assert.SkipUnless(Directory.Exists(folder), $"The recorded cases are not at hand: {folder} does not exist.");

        var cases = Path.Combine(folder, "cases");
        var results = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var (code, output) = await RunAsync("dotnet", Runner(), cases);
            Assert.Equal(0, code);
            await File.WriteAllTextAsync(results, output, TestContext.Current.CancellationToken);

            var (differences, report) = await CompareAsync(Path.Combine(folder, "compare"), cases, results);
            Assert.True(differences == 0, report);
        }
        finally
        {
            File.Delete(results);
        }
    }

    private static async Task<(int Code, string Output)> CompareAsync(string script, string cases, string results)
    {
        try
        {
            return await RunAsync("python3", script, cases, results, "--max", "20");
        }
        catch (Win32Exception)
        {
            Assert.Skip("The comparison is a Python script, and 'python3' was not found.");
            throw;
        }
    }

    // This test's own configuration and framework, in the folder of the runner.
    private static string Runner()
    {
        var output = Path.GetRelativePath(Path.Combine(Repository(), "tests", "StatesLanguage.Tests"), AppContext.BaseDirectory);
        return Path.Combine(Repository(), "tests", "Conformance", output, "Conformance.dll");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }
}
