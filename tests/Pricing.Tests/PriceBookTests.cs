using FsCheck;
using FsCheck.Fluent;
using RealTime.Tables;
using RealTime.Tests.Memory;

namespace Pricing.Tests;

public sealed class PriceBookTests
{
    private const string Noon = "2026-11-20T12";
    private const string One = "2026-11-20T13";
    private const string Tomorrow = "2026-11-21T00";

    private static readonly ProductFeatures Perishing = Listed.Product with { ShelfLifeDays = 5 };

    private readonly MemoryTable table = new(PriceRow.Table);

    private PriceBook Book => new(table, PriceRule.Deployed);

    private PriceRow Row => PriceRow.Read(Assert.Single(table.Items));

    [Fact]
    public async Task A_first_price_starts_from_the_list()
    {
        var result = await SetAsync(Noon, Perishing);

        Assert.Equal(new("S0001", "P00001", Noon, 950, 1000, 1000, Row.Reason, "execution"), Row);
        Assert.EndsWith("held within 5 % of the day's first price 10.00.", Row.Reason, StringComparison.Ordinal);
        Assert.Equal((1, 0, 1, 0, 0), (result.Priced, result.Raised, result.Lowered, result.Unchanged, result.Kept));
        Assert.Equal("day 1", string.Join(", ", result.Held.Select(held => $"{held.Key} {held.Value}")));
    }

    [Fact]
    public async Task The_same_hour_gives_the_same_price_whatever_has_become_known_since()
    {
        await SetAsync(Noon, Perishing);
        var first = Row;

        var again = await SetAsync(Noon, Listed.Product with { OnHand = 10 });

        Assert.Equal(first, Row);
        Assert.Equal((0, 1), (again.Priced, again.Kept));
    }

    [Fact]
    public async Task The_hours_of_a_day_share_its_first_price()
    {
        for (var hour = 0; hour < 24; hour++)
        {
            await SetAsync($"2026-11-20T{hour:00}", Perishing);
        }

        Assert.Equal((950, 1000), (Row.Cents, Row.OpeningCents));
    }

    [Fact]
    public async Task Each_day_goes_on_from_the_last()
    {
        await SetAsync(Noon, Perishing);
        await SetAsync(Tomorrow, Perishing);

        Assert.Equal((903, 950), (Row.Cents, Row.OpeningCents));
    }

    [Fact]
    public async Task An_execution_that_comes_late_changes_nothing_of_a_later_hour()
    {
        await SetAsync(One, Perishing);
        var later = Row;

        var late = await SetAsync(Noon, Listed.Product with { OnHand = 10 });

        Assert.Equal(later, Row);
        Assert.Equal(1, late.Kept);
    }

    [Fact]
    public async Task A_price_that_another_execution_set_meanwhile_is_decided_anew()
    {
        await SetAsync(Noon, Perishing);
        var isOvertaken = false;
        table.Before = operation =>
        {
            if (operation == "put" && !isOvertaken)
            {
                isOvertaken = true;
                SetAsync("2026-11-20T23", Perishing).GetAwaiter().GetResult();
            }
        };

        await SetAsync(Tomorrow, Perishing);

        Assert.Equal((Tomorrow, 903, 950), (Row.Hour, Row.Cents, Row.OpeningCents));
    }

    [Fact]
    public async Task What_a_busy_table_took_all_the_same_is_not_set_twice()
    {
        var puts = 0;
        table.Busy = () => (puts++ == 0, true);
        await Assert.ThrowsAsync<TableBusyException>(() => SetAsync(Noon, Perishing));

        var retried = await SetAsync(Noon, Perishing);

        Assert.Equal((950, 1), (Row.Cents, retried.Kept));
    }

    [Fact]
    public async Task Two_products_of_which_one_meets_a_busy_table_are_both_priced_by_the_retry()
    {
        var puts = 0;
        table.Busy = () => (puts++ == 1, false);
        ProductFeatures[] both = [Perishing, Perishing with { ProductId = "P00002" }];
        var error = await Assert.ThrowsAsync<TableBusyException>(() => SetAsync(Noon, both));

        var retried = await SetAsync(Noon, both);

        Assert.Equal("The table of prices did not take 1 of 2 prices.", error.Message);
        Assert.Equal((1, 1), (retried.Priced, retried.Kept));
        Assert.All(table.Items, item => Assert.Equal(950, PriceRow.Read(item).Cents));
    }

    [Theory]
    [InlineData(0, 1, 2, "no_list_price")]
    [InlineData(100, 0, 200, "no_list_price")]
    [InlineData(100, 120, 110, "floor_above_ceiling")]
    [InlineData(100, 110, 120, "list_price_out_of_bounds")]
    public async Task A_row_of_the_price_list_that_cannot_be_harms_no_other(long list, long floor, long ceiling, string reason)
    {
        var wrong = Listed.Product with { ProductId = "P00002", ListPriceCents = list, FloorPriceCents = floor, CeilingPriceCents = ceiling };

        var result = await SetAsync(Noon, wrong, Listed.Product);

        Assert.Equal((1, reason, 1), (result.Priced, Assert.Single(result.Refused).Key, result.Refused[reason]));
        Assert.Equal("P00001", Row.ProductId);
    }

    [Theory]
    [InlineData("2026-11-20", 5, "hour is '2026-11-20', not an hour such as 2026-11-20T14.")]
    [InlineData("2026-11-20T24", 5, "hour is '2026-11-20T24', not an hour such as 2026-11-20T14.")]
    [InlineData(Noon, 0, "daily_percent is 0, not from 1 to 50.")]
    public async Task What_the_state_machine_never_sends_is_refused(string hour, int percent, string sentence)
    {
        var request = Listed.Request(hour) with { BatchInput = new("execution", hour, percent) };

        var error = await Assert.ThrowsAsync<InvalidFeaturesException>(() => Book.SetAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal($"{sentence} Deploy pricing.asl.json, features.sql and this function from one release.", error.Message);
    }

    public static TheoryData<ProductFeatures, string> Never => new()
    {
        { Listed.Product with { StoreId = " " }, "it names no store" },
        { Listed.Product with { ProductId = "" }, "it names no product" },
        { Listed.Product with { OnHand = -1 }, "on_hand is -1, less than 0" },
        { Listed.Product with { VisitsRecent = -1 }, "visits or sales are less than 0" },
        { Listed.Product with { VisitsExpected = -1 }, "a rate is less than 0" },
        { Listed.Product with { SalesExpected = double.NaN }, "a rate is no number" },
        { Listed.Product with { ShelfLifeDays = -1 }, "shelf_life_days is -1, less than 0" },
        { Listed.Product, "it stands twice in the batch" },
    };

    [Theory]
    [MemberData(nameof(Never))]
    public async Task What_the_query_never_yields_is_refused_before_anything_is_set(ProductFeatures features, string fault)
    {
        var error = await Assert.ThrowsAsync<InvalidFeaturesException>(() => SetAsync(Noon, Listed.Product, features));

        Assert.StartsWith($"Item 1, store {features.StoreId}, product {features.ProductId}: {fault}.", error.Message, StringComparison.Ordinal);
        Assert.Empty(table.Items);
    }

    [Fact]
    public void In_whatever_order_executions_come_and_are_repeated_no_price_leaves_its_days_first_by_more_than_it_may() =>
        Prop.ForAll(Gen.Choose(0, 71).ListOf(40).ToArbitrary(), hours =>
        {
            var prices = new MemoryTable(PriceRow.Table);
            var book = new PriceBook(prices, PriceRule.Deployed);
            var opening = new Dictionary<string, long>();
            var wasIn = 1000L;
            foreach (var number in hours)
            {
                var hour = PriceRow.HourOf(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero).AddHours(number));
                var features = Perishing with { OnHand = number % 3 == 0 ? 10 : 60 };
                book.SetAsync(Listed.Request(hour, features), CancellationToken.None).GetAwaiter().GetResult();
                var row = PriceRow.Read(prices.Items[0]);
                var first = opening.TryGetValue(row.Hour[..10], out var known) ? known : opening[row.Hour[..10]] = wasIn;
                if (row.OpeningCents != first || 100 * Math.Abs(row.Cents - first) > 5 * first)
                {
                    return false;
                }

                wasIn = row.Cents;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private Task<PriceResult> SetAsync(string hour, params ProductFeatures[] items) =>
        Book.SetAsync(Listed.Request(hour, items), TestContext.Current.CancellationToken);
}
