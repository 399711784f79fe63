using System.Text.Json;

namespace Local.Tests.Cli;

public sealed class CostCommandTests : IDisposable
{
    private readonly LocalProgram program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public async Task The_bills_stand_side_by_side_and_say_what_they_assume()
    {
        var printed = await program.RunAsync(
            "cost", "--stores", "100", "--products", "400", "--readings-per-day", "1", "--runs-per-day", "1");

        Assert.Equal(0, printed.ExitCode);
        Assert.StartsWith(
            """
            Stores: 100. Products in each: 400. Readings of each a day: 1. Runs a day: 1.
            US dollars a month of 30 days in us-east-1 at list prices of 2026-11-20; no free tier, tax or data transfer.

                                 This design     Not batched        Workshop
            Firehose                    0.01            0.01            0.17
            S3                          0.38            0.38            2.04
            Athena                      0.00            0.00            0.05
            Step Functions              0.01            0.46            1.50
            Lambda                      0.11            0.11            0.04
            SQS                         0.00            0.00            0.33
            DynamoDB                    0.25            0.25            0.00
            CloudWatch                  8.36            8.37            0.02
            Together                    9.13            9.58            4.14
            """,
            printed.Output,
            StringComparison.Ordinal);
        Assert.Contains("  0.05 of the lines (a product in a store) run low in a day, and are ordered once", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Real_time_is_a_bill_of_its_own_where_trucks_or_shops_send()
    {
        var without = await program.RunAsync("cost");
        var printed = await program.RunAsync("cost", "--trucks", "1000", "--visits-per-day", "100000");
        var json = JsonDocument.Parse((await program.RunAsync("cost", "--trucks", "1000", "--output", "json")).Output).RootElement;

        Assert.DoesNotContain("realtime", without.Output, StringComparison.Ordinal);
        Assert.Contains("Besides, with realtime: true, 1,000 trucks and 100,000 records of visits a day:", printed.Output, StringComparison.Ordinal);
        Assert.Contains("  10 seconds from one record of a truck to its next", printed.Output, StringComparison.Ordinal);
        Assert.InRange(json.GetProperty("realTime").GetProperty("total").GetDecimal(), 100, 500);
    }

    [Fact]
    public async Task A_changed_price_table_changes_the_bill()
    {
        var table = program.Write("dear.json", Shipped().Replace("\"usd\": 0.10,", "\"usd\": 1.10,", StringComparison.Ordinal));

        var printed = await program.RunAsync("cost", "--prices", table, "--output", "json");

        Assert.Equal(0, printed.ExitCode);
        var usual = await program.RunAsync("cost", "--output", "json");
        Assert.Equal(Alarms(usual.Output) + 23, Alarms(printed.Output));
    }

    [Fact]
    public async Task A_price_that_is_missing_is_named()
    {
        var table = program.Write("short.json", Shipped().Replace("\"sqsRequests\"", "\"sqs\"", StringComparison.Ordinal));

        var printed = await program.RunAsync("cost", "--prices", table);

        Assert.Equal(1, printed.ExitCode);
        Assert.StartsWith($"{table}: The JSON property 'sqs' could not be mapped", printed.Error, StringComparison.Ordinal);
    }

    private static string Shipped() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "prices.json"));

    private static decimal Alarms(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("deployed").GetProperty("cloudWatch").GetDecimal();
    }
}
