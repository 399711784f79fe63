using System.Text.RegularExpressions;

namespace Chaos.Pages;

/// <summary>What the documentation shows of a terminal is what one sees who types it.</summary>
public sealed partial class PageTests
{
    private const string Operations = "docs/operations.md";

    private static readonly string[] Tools = ["bash", "jq", "aws"];

    public static TheoryData<string, string> Sections =>
        [.. from page in new[] { Operations, "docs/data.md" } from section in Page.Terminals(page).Keys select (page, section)];

    [Theory]
    [MemberData(nameof(Sections))]
    public async Task A_section_shows_what_happens(string page, string section)
    {
        var commands = Page.Terminals(page)[section];
        SkipWithout([.. Tools.Where(tool => tool == "bash" || commands.Any(command => command.Text.Contains($"{tool} ", StringComparison.Ordinal)))]);
        await using var shell = new Shell();

        foreach (var command in commands)
        {
            var (exitCode, output) = await shell.TypeAsync(command.Text);

            Assert.True(
                exitCode == command.ExitCode && command.Missing(output) is null,
                $"$ {command.Text}\nended with {exitCode}, and not one line is: {command.Missing(output)}\n{output}");
        }
    }

    // Against a port on which nobody listens: the CLI reads the whole command before it finds that out, and the file to send.
    [Fact]
    public async Task The_AWS_CLI_takes_every_command_of_the_operations_page()
    {
        SkipWithout("bash", "aws");
        var commands = Page.ShellLines(Operations).Where(line => line.StartsWith("aws ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(commands);

        await Parallel.ForEachAsync(commands, TestContext.Current.CancellationToken, async (command, _) =>
        {
            await using var shell = new Shell();
            var (_, output) = await shell.TypeAsync($$"""touch right.csv; out() { echo "name-of-$1"; }; aws() { command aws "$@" --endpoint-url http://127.0.0.1:1; }; {{command}}""");

            Assert.True(output.Contains("Could not connect to the endpoint URL", StringComparison.Ordinal), $"{command}\n{output}");
        });
    }

    [Fact]
    public async Task The_commands_of_the_readme_succeed_one_after_the_other()
    {
        var commands = Page.ShellLines("README.md").Where(line => Program().IsMatch(line)).ToList();
        Assert.NotEmpty(commands);
        await using var shell = new Shell();

        foreach (var command in commands.Select(line => Program().Replace(PageCommand.Read(line, []).Text, "local")))
        {
            var (exitCode, output) = await shell.TypeAsync(command == "local serve" ? "local serve &" : command);

            Assert.True(exitCode == 0, $"{command}\n{output}");
        }
    }

    // But the times, which are the machine's, and the road, whose trucks drive up to the present.
    [Fact]
    public async Task The_demo_prints_the_numbers_of_the_readme()
    {
        SkipWithout("bash");
        var command = Program().Replace(Page.ShellLines("README.md")[0], "local");
        var shown = Page.FirstOutput("README.md").Select(line => Road().Replace(Seconds().Replace(line, "…"), "$1…"));
        await using var shell = new Shell();

        var (exitCode, output) = await shell.TypeAsync(command);

        Assert.Equal((0, null), (exitCode, PageCommand.Read(command, [.. shown]).Missing(output)));
    }

    [GeneratedRegex(@"\d+\.\d+(?= s\b)")]
    private static partial Regex Seconds();

    [GeneratedRegex("^(On the road|Alerts).*$")]
    private static partial Regex Road();

    // Both ways to start it that pages show.
    [GeneratedRegex(@"^(\./run|dotnet run --project local)\b( --(?= ))?")]
    private static partial Regex Program();

    private static void SkipWithout(params string[] tools) => Assert.All(tools, tool => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool))),
        $"There is no '{tool}' on PATH: the page was not tried."));
}
