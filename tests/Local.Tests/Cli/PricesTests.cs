using System.Text.Json.Nodes;

namespace Local.Tests.Cli;

/// <summary>Prices on a kept folder, as a person types it.</summary>
public sealed class PricesTests : IDisposable
{
    private const string Hour = $$"""{"hour":"{{LocalProgram.Day}}T22"}""";

    private readonly LocalProgram program = new();

    [Fact]
    public async Task Every_product_of_the_price_list_gets_a_price_within_its_bounds_and_says_why()
    {
        await program.StoresAsync(stores: 4, products: 40);

        var started = await PriceAsync(Hour);
        var prices = await PricesAsync();

        var outcome = started["pricing"]!["outcome"]!;
        Assert.Equal("SUCCEEDED", (string)started["status"]!);
        Assert.Equal((160, 160), ((int)outcome["products"]!, (int)outcome["prices"]!["priced"]!));
        Assert.Equal(160, prices.Count);
        Assert.All(prices, price =>
        {
            var (cents, list) = ((long)price!["cents"]!, (long)price["listCents"]!);
            Assert.InRange(100 * Math.Abs(cents - list), 0, 5 * list);
            Assert.StartsWith($"list {list / 100m:0.00}; ", (string)price["reason"]!, StringComparison.Ordinal);
        });
        Assert.Contains(prices, price => (long)price!["cents"]! < (long)price["listCents"]!);
        Assert.Contains(prices, price => (long)price!["cents"]! > (long)price["listCents"]!);
    }

    [Fact]
    public async Task The_same_hour_changes_nothing_the_next_hour_no_more_than_the_day_may_and_the_next_day_goes_on()
    {
        await program.StoresAsync(stores: 2, products: 40);
        await PriceAsync(Hour);
        var first = await TextAsync();

        var again = await PriceAsync(Hour);
        Assert.Equal((0, 80), ((int)again["pricing"]!["outcome"]!["prices"]!["priced"]!, (int)again["pricing"]!["outcome"]!["prices"]!["kept"]!));
        Assert.Equal(first, await TextAsync());

        await PriceAsync($$"""{"hour":"{{LocalProgram.Day}}T23"}""");
        Assert.All(await PricesAsync(), price => Assert.Equal((long)price!["listCents"]!, (long)price["openingCents"]!));

        await PriceAsync("""{"hour":"2026-11-21T00"}""");
        Assert.Contains(await PricesAsync(), price => (long)price!["openingCents"]! != (long)price["listCents"]!);
    }

    [Fact]
    public async Task Visits_of_a_page_move_its_price()
    {
        await program.StoresAsync(stores: 1, products: 2);
        await program.RunAsync("ingest", "--table", "price_list", program.Write("prices.csv", PriceList));
        await program.IngestVisitsAsync(
            $$"""
            {"event_id":"a","store_id":"S0001","url":"/p/P00001","product_id":"P00001","referrer":null,"occurred_at":"{{LocalProgram.Day}}T03:00:00Z","visits":50,"sales":0}
            {"event_id":"b","store_id":"S0001","url":"/p/P00002","product_id":"P00002","referrer":null,"occurred_at":"{{LocalProgram.Day}}T03:00:00Z","visits":50,"sales":0}
            {"event_id":"c","store_id":"S0001","url":"/p/P00001","product_id":"P00001","referrer":null,"occurred_at":"{{LocalProgram.Day}}T22:00:00Z","visits":90,"sales":0}
            {"event_id":"d","store_id":"S0001","url":"/p/P00002","product_id":"P00002","referrer":null,"occurred_at":"{{LocalProgram.Day}}T22:00:00Z","visits":10,"sales":0}
            """);

        await PriceAsync(Hour);

        Assert.Equal(
            [
                "S0001 P00001: visits 1.73 of expected +3 %",
                "S0001 P00002: visits 0.27 of expected -6 %",
            ],
            (await PricesAsync()).Select(price => $"{price!["storeId"]} {price["productId"]}: {((string)price["reason"]!).Split("; ")[2]}"));
    }

    [Fact]
    public async Task A_store_is_shown_by_itself_and_what_is_not_there_is_said()
    {
        await program.StoresAsync(stores: 2, products: 3);
        Assert.Equal("There is no such price. 'start --machine Pricing' sets prices.\n", (await program.RunAsync("prices")).Output.ReplaceLineEndings("\n"));

        await PriceAsync(Hour);
        var printed = (await program.RunAsync("prices", "S0002")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, printed.Length);
        Assert.All(printed, line => Assert.StartsWith("S0002  P0000", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_execution_ends_in_words()
    {
        await program.StoresAsync(stores: 2, products: 3);

        var printed = await program.RunAsync("start", "--machine", "pricing", "--input", Hour);

        Assert.Equal(0, printed.ExitCode);
        Assert.Contains("Products in stores 6\nPrices set         6: ", printed.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Next: 'prices' shows them with their reasons.", printed.Output, StringComparison.Ordinal);
        Assert.Contains("No visits have arrived: prices follow the stock alone. 'visits' simulates some.", printed.Output, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "{}", "No reading arrived from " },
        { """{"hours":"x"}""", "--input has 'hours', and there is no such setting. Did you mean 'hour'? There are hour, lookbackDays, recentHours, dailyPercent.\n" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Nothing_is_started_that_could_say_nothing(string input, string sentence)
    {
        await program.StoresAsync(stores: 1, products: 1);

        var printed = await program.RunAsync("start", "--machine", "Pricing", "--input", input);

        Assert.Equal(1, printed.ExitCode);
        Assert.StartsWith(sentence, printed.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lake_without_a_price_list_is_told_of_one()
    {
        await program.StoresAsync(stores: 1, products: 1);
        Directory.Delete(Path.Combine(program.Data, "s3", "streaming-analytics-lake", "price_list"), recursive: true);

        var printed = await program.RunAsync("start", "--machine", "Pricing", "--input", Hour);

        Assert.StartsWith("The lake has no price list, and what is not on it is not priced.", printed.Error, StringComparison.Ordinal);
        Assert.Equal("SUCCEEDED", (string)(await program.StartAsync())["status"]!);
    }

    [Theory]
    [InlineData("""{"hour":"yesterday"}""")]
    [InlineData("""{"hour":"2026-11-20T22","dailyPercent":51}""")]
    [InlineData("""{"hour":"2026-11-20T22","recentHours":0.5}""")]
    public async Task An_input_that_cannot_be_fails_the_execution_before_anything_is_asked(string input)
    {
        await program.StoresAsync(stores: 1, products: 1);

        var printed = await program.RunAsync("start", "--machine", "Pricing", "--input", input);

        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("InvalidInput: hour must be an hour such as 2026-11-20T14", printed.Output, StringComparison.Ordinal);
        Assert.Empty(await PricesAsync());
    }

    [Fact]
    public async Task The_simulation_says_that_it_is_one_and_is_the_same_for_the_same_seed()
    {
        string[] market = ["prices", "simulate", "--stores", "2", "--products", "20", "--days", "30", "--seed", "4"];

        var printed = await program.RunAsync(market);

        Assert.Equal(printed, await program.RunAsync(market));
        Assert.Contains("is assumed and not measured.", printed.Output, StringComparison.Ordinal);
        Assert.True((long)(await program.JsonAsync(market))["comparison"]!["fixed"]!["revenueCents"]! > 0);
    }

    public void Dispose() => program.Dispose();

    private const string PriceList = """
        product_id,list_price_cents,floor_price_cents,ceiling_price_cents
        P00001,1000,700,1200
        P00002,1000,700,1200
        """;

    private Task<JsonNode> PriceAsync(string input) => program.JsonAsync("start", "--machine", "Pricing", "--input", input);

    private async Task<JsonArray> PricesAsync() => (await program.JsonAsync("prices"))["prices"]!.AsArray();

    private async Task<string> TextAsync() => (await PricesAsync()).ToJsonString();
}
