using System.CommandLine;
using System.Globalization;
using Lake.Counting;
using Pricing;
using RealTime.Tables;
using StoreSimulation.Market;
using Workflow;

namespace Local.Cli;

/// <summary><c>prices</c>: what products cost in stores and why; <c>prices simulate</c>: what the rule would do in a simulated market.</summary>
internal static class PricesCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var store = new Argument<string?>("store") { Arity = ArgumentArity.ZeroOrOne, Description = "A store's id. Without it, all stores are shown." };
        var moved = new Option<bool>("--moved") { Description = "Shows only prices that differ from the list price." };
        var command = new Command("prices", "Shows the prices of products in stores, and why. An execution of the state machine Pricing sets prices.") { store, moved };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenExistingStage(parsed);
            var rows = await ReadAsync(stage.Prices, parsed.GetValue(store), cancellation);
            var result = new PricesResult([.. rows.Where(row => !parsed.GetValue(moved) || row.Cents != row.ListCents)]);
            output.Result(result, result.Print);
            return 0;
        });
        command.Subcommands.Add(CreateSimulate(common, terminal));

        return command;
    }

    private static Command CreateSimulate(CommonOptions common, Terminal terminal)
    {
        var seed = ProducerOptions.Seed();
        var stores = NumberOption.Create("--stores", "The number of stores.", 10, 1, 1_000);
        var products = NumberOption.Create("--products", "The number of products in each store.", 100, 1, 10_000);
        var days = NumberOption.Create("--days", "The number of days.", 90, 1, 3_650);
        var percent = NumberOption.Create("--daily-percent", "The percentage by which a price may differ from the day's first.", PipelineFacts.PricingDailyPercent, 1, 50);
        var elasticity = new Option<decimal>("--elasticity")
        {
            Description = "The percentage by which less is bought where a price is one percent higher. The default is an assumption: measure your own.",
            DefaultValueFactory = _ => 1.8m,
        };
        elasticity.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<decimal>() is < 0 or > 10)
            {
                value.AddError("--elasticity takes a number from 0 to 10.");
            }
        });
        var command = new Command("simulate", "Compares the rule with fixed prices in a simulated market; the same seed gives the same result.")
        {
            stores, products, days, seed, elasticity, percent,
        };
        // In the pool, so that a signal is heard while it computes.
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = new MarketSettings(
                parsed.GetValue(stores), parsed.GetValue(products), parsed.GetValue(days), (ulong)parsed.GetValue(seed), parsed.GetValue(elasticity), parsed.GetValue(percent));
            var result = new MarketResult(await Task.Run(() => MarketSimulation.Run(settings, cancellation), cancellation));
            common.Apply(parsed, terminal).Result(result, result.Print);
            return 0;
        });

        return command;
    }

    private static async Task<List<PriceRow>> ReadAsync(ITable prices, string? store, CancellationToken cancellation)
    {
        // Greater than the text of any product's id that is letters and digits.
        const string Last = "\uFFFF";
        var items = store is null ? await prices.ScanAsync(cancellation).ToListAsync(cancellation) : [.. await prices.QueryAsync(store, "", Last, cancellation)];
        return [.. items.Select(PriceRow.Read).OrderBy(row => row.StoreId, StringComparer.Ordinal).ThenBy(row => row.ProductId, StringComparer.Ordinal)];
    }
}

internal sealed record PricesResult(IReadOnlyList<PriceRow> Prices)
{
    // The number of rows for a person; --output json has all.
    private const int Shown = 50;

    public void Print(TextWriter output)
    {
        if (Prices.Count == 0)
        {
            output.WriteLine("There is no such price. 'start --machine Pricing' sets prices.");
            return;
        }

        foreach (var price in Prices.Take(Shown))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{price.StoreId}  {price.ProductId}  {PriceDecision.Money(price.Cents),8} {100m * (price.Cents - price.ListCents) / price.ListCents,6:+0.0;-0.0;0.0} %  {price.Reason}"));
        }

        if (Prices.Count > Shown)
        {
            output.WriteLine($"and {Counts.Number(Prices.Count - Shown)} more; name a store, or --output json for all.");
        }
    }
}

internal sealed record MarketResult(MarketComparison Comparison)
{
    public void Print(TextWriter output)
    {
        var (settings, before, after) = Comparison;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Counts.Things(settings.Stores, "store")} with {Counts.Things(settings.Products, "product")} each, {Counts.Things(settings.Days, "day")}, seed {settings.Seed}, elasticity {settings.Elasticity}, at most {settings.DailyPercent} % a day."));
        output.WriteLine($"{"",-22}{"Fixed prices",16}{"The rule",16}{"Change",10}");
        Row("Revenue", before.RevenueCents / 100, after.RevenueCents / 100);
        Row("Units sold", before.SoldUnits, after.SoldUnits);
        Row("Units not there", before.MissedUnits, after.MissedUnits);
        Row("Units thrown away", before.WastedUnits, after.WastedUnits);
        Row("Waste at list prices", before.WasteCents / 100, after.WasteCents / 100);
        output.WriteLine("A simulation: that shoppers answer to prices by this elasticity, the same for all products, is assumed and not measured.");
        output.WriteLine("The rule is steps that a merchant sets; nothing is learnt from data.");

        void Row(string name, long one, long other) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-22}{one,16:N0}{other,16:N0}{(one == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100m * (other - one) / one:+0.0;-0.0;0.0} %")),10}"));
    }
}
