using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>What the documentation says of a stack, the stack has.</summary>
public partial class PageTests
{
    public static TheoryData<string> Pages => ["pages/README.md", "pages/operations.md", "pages/deploying.md", "pages/deploy-check.md", "infra/README.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_names_only_outputs_and_settings_that_there_are(string page)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, page), TestContext.Current.CancellationToken);

        Assert.Empty(OutputName().Matches(text).Select(match => match.Groups["name"].Value).Except((await DeployedStack.Prod).Outputs.Keys));
        Assert.Empty(SettingName().Matches(text).Select(match => match.Groups["name"].Value).Except(StackFile.Schema().Select(entry => entry.Key)));
    }

    [Fact]
    public async Task Operations_say_what_to_do_for_every_alarm()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "pages", "operations.md"), TestContext.Current.CancellationToken);

        Assert.All(
            (await DeployedStack.Prod).All("cloudwatch/MetricAlarm").Select(alarm => alarm.Text("name")!["streaming-analytics-prod-".Length..]),
            name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(stack output|\$\(out) (?<name>[a-z]\w*)")]
    private static partial Regex OutputName();

    [GeneratedRegex(@"pulumi config set (?<name>[a-z]\w*)")]
    private static partial Regex SettingName();
}
