namespace Infra.Tests;

public class SettingsTests
{
    private const string StoresHeader = "store_id,name,region,depot_id,latitude,longitude\n";

    private static readonly Names Dev = new("streaming-analytics", "dev");

    [Fact]
    public void An_owner_is_all_a_stack_needs()
    {
        var settings = Read(Dev, ("owner", "store-operations"));

        Assert.Equal("store-operations", settings.Owner);
        Assert.Null(settings.Schedule);
        Assert.Null(settings.AlarmEmail);
        Assert.True(settings.ForceDestroy);
    }

    [Theory]
    [InlineData("owner", "  ", "streaming-analytics:owner is not set. Set who answers for the stack, such as a team's e-mail address: pulumi config set owner store-operations@example.com.")]
    [InlineData("owner", "us & them", "streaming-analytics:owner is 'us & them', which a tag cannot hold: only letters, digits, spaces and _ . : / = + - @, 256 at most. Set another: pulumi config set owner store-operations@example.com.")]
    [InlineData("lookbackDays", "32", "streaming-analytics:lookbackDays is '32', not a whole number from 0 to 31. Set another: pulumi config set lookbackDays 2.")]
    [InlineData("transitDays", "two", "streaming-analytics:transitDays is 'two', not a whole number from 0 to 31. Set another: pulumi config set transitDays 2.")]
    [InlineData("storesPerBatch", "0", "streaming-analytics:storesPerBatch is '0', not a whole number from 1 to 1000. Set another: pulumi config set storesPerBatch 10.")]
    [InlineData("mapConcurrency", "-1", "streaming-analytics:mapConcurrency is '-1', not a whole number from 1 to 1000. Set another: pulumi config set mapConcurrency 8.")]
    [InlineData("toleratedFailurePercentage", "0.5", "streaming-analytics:toleratedFailurePercentage is '0.5', not a whole number from 0 to 100. Set another: pulumi config set toleratedFailurePercentage 0.")]
    [InlineData("waveSchedule", "at(2030-01-01T04:00:00)", "streaming-analytics:waveSchedule is 'at(2030-01-01T04:00:00)', not a cron(…) or rate(…) expression of EventBridge Scheduler. Set another: pulumi config set waveSchedule 'rate(15 minutes)'.")]
    [InlineData("waveSchedule", "hourly", "streaming-analytics:waveSchedule is 'hourly', not a cron(…) or rate(…) expression of EventBridge Scheduler. Set another: pulumi config set waveSchedule 'rate(15 minutes)'.")]
    [InlineData("reservedConcurrency", "yes", "streaming-analytics:reservedConcurrency is 'yes', not true or false. Set another: pulumi config set reservedConcurrency false.")]
    [InlineData("scanLimitMb", "9", "streaming-analytics:scanLimitMb is '9', less than Athena's least limit, 10, and not 0, which is none. Set another: pulumi config set scanLimitMb 1024.")]
    [InlineData("scanLimitMb", "2048", "streaming-analytics:scanLimitMb is '2048', not a whole number from 0 to 2047. Set another: pulumi config set scanLimitMb 1024.")]
    [InlineData("bufferSeconds", "30", "streaming-analytics:bufferSeconds is '30', not a whole number from 60 to 900. Set another: pulumi config set bufferSeconds 60.")]
    [InlineData("dataRetentionDays", "2", "streaming-analytics:dataRetentionDays is '2', too few to answer for the last 2 days. Set another: pulumi config set dataRetentionDays 3.")]
    [InlineData("logRetentionDays", "15", "streaming-analytics:logRetentionDays is '15', not one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653. Set another: pulumi config set logRetentionDays 14.")]
    [InlineData("schedule", "daily", "streaming-analytics:schedule is 'daily', not a cron(…), rate(…) or at(…) expression of EventBridge Scheduler. Set another: pulumi config set schedule 'cron(0 4 * * ? *)'.")]
    [InlineData("scheduleTimeZone", "CET+1", "streaming-analytics:scheduleTimeZone is 'CET+1', not a time zone as the IANA database names it. Set another: pulumi config set scheduleTimeZone Europe/Berlin.")]
    [InlineData("warehouse", "snowflake", "streaming-analytics:warehouse is 'snowflake', not redshift, which is the only one there is. Set another: pulumi config set warehouse redshift.")]
    [InlineData("warehouseRpu", "6", "streaming-analytics:warehouseRpu is '6', not one of 4, 8. Set another: pulumi config set warehouseRpu 4.")]
    [InlineData("warehouseRpuHours", "0", "streaming-analytics:warehouseRpuHours is '0', not a whole number from 1 to 100000. Set another: pulumi config set warehouseRpuHours 60.")]
    [InlineData("warehouseSchedule", "hourly", "streaming-analytics:warehouseSchedule is 'hourly', not a cron(…), rate(…) or at(…) expression of EventBridge Scheduler. Set another: pulumi config set warehouseSchedule 'rate(6 hours)'.")]
    [InlineData("pricing", "on", "streaming-analytics:pricing is 'on', not true or false. Set another: pulumi config set pricing false.")]
    [InlineData("pricingSchedule", "hourly", "streaming-analytics:pricingSchedule is 'hourly', neither none nor a cron(…), rate(…) or at(…) expression of EventBridge Scheduler. Set another: pulumi config set pricingSchedule 'cron(0 * * * ? *)'.")]
    [InlineData("pricingLookbackDays", "0", "streaming-analytics:pricingLookbackDays is '0', not a whole number from 1 to 31. Set another: pulumi config set pricingLookbackDays 3.")]
    [InlineData("pricingRecentHours", "72", "streaming-analytics:pricingRecentHours is '72', all of the 3 days that are looked at, so that nothing is known of before. Set another: pulumi config set pricingRecentHours 6.")]
    [InlineData("pricingRecentHours", "0", "streaming-analytics:pricingRecentHours is '0', not a whole number from 1 to 168. Set another: pulumi config set pricingRecentHours 6.")]
    [InlineData("pricingDailyPercent", "51", "streaming-analytics:pricingDailyPercent is '51', not a whole number from 1 to 50. Set another: pulumi config set pricingDailyPercent 5.")]
    [InlineData("search", "elastic", "streaming-analytics:search is 'elastic', not opensearch, which is the only one there is. Set another: pulumi config set search opensearch.", "realtime")]
    [InlineData("search", "opensearch", "streaming-analytics:search is 'opensearch', which needs the streams of realtime. Set another: pulumi config set search ''.")]
    [InlineData("searchRetentionDays", "91", "streaming-analytics:searchRetentionDays is '91', not a whole number from 1 to 90. Set another: pulumi config set searchRetentionDays 14.")]
    [InlineData("searchOcus", "3", "streaming-analytics:searchOcus is '3', not one of 1, 2, 4, 8, 16. Set another: pulumi config set searchOcus 2.")]
    [InlineData("searchReaders", "analyst", "streaming-analytics:searchReaders is 'analyst', not ARNs of roles or users of IAM, separated by commas. Set another: pulumi config set searchReaders arn:aws:iam::123456789012:role/analyst.")]
    [InlineData("monthlyBudgetUsd", "0", "streaming-analytics:monthlyBudgetUsd is '0', not a whole number from 1 to 1000000. Set another: pulumi config set monthlyBudgetUsd 50.")]
    [InlineData("alarmEmail", "operations", "streaming-analytics:alarmEmail is 'operations', not an e-mail address. Set another: pulumi config set alarmEmail store-operations@example.com.")]
    [InlineData("customerManagedKey", "1", "streaming-analytics:customerManagedKey is '1', not true or false. Set another: pulumi config set customerManagedKey false.")]
    [InlineData("forceDestroy", "no", "streaming-analytics:forceDestroy is 'no', not true or false. Set another: pulumi config set forceDestroy true.")]
    public void A_wrong_value_is_told_with_its_key_and_the_remedy(string key, string value, string problem, string? needs = null) =>
        Assert.Equal([problem], Problems(Dev, [("owner", "store-operations"), .. needs is null ? [] : new[] { (needs, "true") }, (key, value)]));

    [Fact]
    public void Prices_cannot_look_back_further_than_readings_are_kept() => Assert.Equal(
        ["streaming-analytics:dataRetentionDays is '3', too few to set prices by the last 3 days. Set another: pulumi config set dataRetentionDays 4."],
        Problems(Dev, ("owner", "store-operations"), ("pricing", "true"), ("dataRetentionDays", "3")));

    [Fact]
    public void A_stacks_name_must_fit_into_its_search_collections() => Assert.Equal(
        ["The stack's name 'thirteen-long' becomes part of its search collection's. With search, give it one of at most 12 letters: pulumi stack init dev."],
        Problems(Dev with { Stack = "thirteen-long" }, ("owner", "store-operations"), ("realtime", "true"), ("search", "opensearch")));

    [Fact]
    public void All_that_is_wrong_is_told_at_once() => Assert.Equal(
        """
        streaming-analytics:owner is not set. Set who answers for the stack, such as a team's e-mail address: pulumi config set owner store-operations@example.com.
        streaming-analytics:storesPerBatch is 'many', not a whole number from 1 to 1000. Set another: pulumi config set storesPerBatch 10.
        streaming-analytics:alarmEmail is '@', not an e-mail address. Set another: pulumi config set alarmEmail store-operations@example.com.
        """,
        Assert.Throws<SettingsException>(() => Read(Dev, ("storesPerBatch", "many"), ("alarmEmail", "@"))).Message);

    [Fact]
    public void Data_is_kept_for_as_long_as_the_question_looks_back() => Assert.Equal(
        ["streaming-analytics:dataRetentionDays is '31', too few to answer for the last 31 days. Set another: pulumi config set dataRetentionDays 32."],
        Problems(Dev, ("owner", "store-operations"), ("dataRetentionDays", "31"), ("lookbackDays", "31")));

    [Theory]
    [InlineData("store_id,name,region,depot_id,latitude\n", "Line 1: the header has no column longitude; expected store_id,name,region,depot_id,latitude,longitude.")]
    [InlineData(StoresHeader + "S1,One,north,D1,,10\n", "Line 2: latitude is empty; expected a number.")]
    [InlineData(StoresHeader + "S1,One,north,D1,\"12,5\",10\n", "Line 2: latitude is '12,5'; expected a number.")]
    [InlineData(StoresHeader + "S1,One,north,D1,12.5,10\nS1,Two,north,D2,12,10\n", "Line 3: store_id is 'S1', which line 2 has already; expected each once.")]
    public void Reference_data_is_refused_in_the_words_of_the_local_stage(string stores, string reason)
    {
        var root = Directory.CreateTempSubdirectory().FullName;
        var chain = Directory.CreateDirectory(Path.Combine(root, "chain")).FullName;
        File.WriteAllText(Path.Combine(chain, "stores.csv"), stores);
        var settings = new Dictionary<string, string> { ["owner"] = "store-operations", ["referenceData"] = "chain" };

        Assert.Equal(
            [
                $"{Path.Combine(chain, "stores.csv")}: {reason}",
                $"'{chain}' has no depots.csv. Put it there, or set another folder: pulumi config set referenceData our-stores.",
            ],
            Assert.Throws<SettingsException>(() => Settings.Read(settings.GetValueOrDefault, Dev, root)).Problems);
    }

    [Theory]
    [InlineData("a-stack-of-nineteen")]
    [InlineData("Dev_1")]
    public void A_stacks_name_must_fit_into_the_names_made_of_it(string stack) => Assert.Equal(
        [$"The stack's name '{stack}' becomes part of its buckets' names. Give it one of at most 18 lower-case letters, digits and hyphens: pulumi stack init dev."],
        Problems(Dev with { Stack = stack }, ("owner", "store-operations")));

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public void The_stacks_of_the_repository_set_only_what_there_is(string stack)
    {
        var config = StackFile.Read(stack);

        Assert.Empty(config.Keys.Except(StackFile.Schema().Select(entry => entry.Key)));
        Assert.Equal("store-operations", Settings.Read(config.GetValueOrDefault, new("streaming-analytics", stack), ".").Owner);
    }

    [Fact]
    public void The_schema_names_every_key_that_is_read_with_the_default_that_is_used()
    {
        var read = new List<string>();
        var defaults = Settings.Read(key => Note(key) == "owner" ? "x" : null, Dev, ".");
        var named = Settings.Read(StackFile.Schema().ToDictionary(entry => entry.Key, entry => entry.Key == "owner" ? "x" : entry.Default).GetValueOrDefault, Dev, ".");

        Assert.Equal(defaults, named);
        Assert.Equal(read.Distinct().Order(StringComparer.Ordinal), StackFile.Schema().Select(entry => entry.Key).Order(StringComparer.Ordinal));

        string Note(string key)
        {
            read.Add(key);
            return key;
        }
    }

    [Fact]
    public void The_documentation_has_the_schemas_table()
    {
        var table = StackFile.Schema().Select(entry =>
            $"| `{entry.Key}` | {(entry.Default.Length == 0 ? "" : $"`{entry.Default}`")} | {entry.Meaning} |");
        var readme = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "infra", "README.md"));

        Assert.Equal(table, readme.SkipWhile(line => line != "## Configuration").Where(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    private static IReadOnlyList<string> Problems(Names names, params (string Key, string Value)[] config) =>
        Assert.Throws<SettingsException>(() => Read(names, config)).Problems;

    private static Settings Read(Names names, params (string Key, string Value)[] config) =>
        Settings.Read(config.Reverse().DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value).GetValueOrDefault, names, ".");
}
