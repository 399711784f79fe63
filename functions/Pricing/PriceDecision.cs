using System.Globalization;

namespace Pricing;

/// <summary>The price that the rule decided, and why.</summary>
/// <param name="Cents">The price, in hundredths of the currency.</param>
/// <param name="Hold">The bound that kept the rule from its own price; null when none did.</param>
/// <param name="Reason">A sentence for a merchant: what counted, and what it did to the list price.</param>
public sealed record PriceDecision(long Cents, PriceHold? Hold, string Reason)
{
    /// <summary>Decides the price that the rule gives a product.</summary>
    /// <param name="features">The product's features, with prices that <see cref="PriceRefusal.Of"/> accepts.</param>
    /// <param name="openingCents">The price with which the day began.</param>
    /// <param name="dailyPercent">The percentage by which the price may differ from the opening price, up or down.</param>
    public static PriceDecision Of(PriceRule rule, ProductFeatures features, long openingCents, int dailyPercent)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(features);

        Effect[] effects =
        [
            CoverOf(rule, features),
            TrendOf(rule, "visits", features.VisitsRecent, features.VisitsExpected),
            TrendOf(rule, "sales", features.SalesRecent, features.SalesExpected),
        ];
        var asked = effects.Aggregate((decimal)features.ListPriceCents, (price, effect) => price * (100 + effect.Percent) / 100);
        var (cents, hold) = Bounded((long)Math.Round(asked, MidpointRounding.AwayFromZero), features, openingCents, dailyPercent);

        return new(cents, hold, string.Join("; ", Words(effects, features, hold, openingCents, dailyPercent)) + ".");
    }

    private static Effect CoverOf(PriceRule rule, ProductFeatures features)
    {
        if (features.OnHand == 0)
        {
            return new(0, "nothing on the shelf");
        }

        if (features.DaysOfCover is not { } days)
        {
            return new(0, features.DemandPerDay is null ? "cover unknown" : "nothing sold since the readings begin");
        }

        var words = Invariant($"{days:0.0} days of cover");
        return features.ShelfLifeDays > 0 && days > features.ShelfLifeDays
            ? new(rule.Perishing, Invariant($"{words}, keeps {features.ShelfLifeDays} days"))
            : new(PriceRule.StepOf(rule.Cover, days).Percent, words);
    }

    private static Effect TrendOf(PriceRule rule, string what, long counted, double? expected)
    {
        if (expected is not { } before)
        {
            return new(0, $"{what} unknown");
        }

        var trend = rule.TrendOf(counted, (decimal)before);
        return new(PriceRule.StepOf(rule.Trend, trend).Percent, Invariant($"{what} {trend:0.00} of expected"));
    }

    // Floor and ceiling are the merchant's own will, and so hold even where they move within a day by more.
    private static (long Cents, PriceHold? Hold) Bounded(long asked, ProductFeatures features, long opening, int dailyPercent)
    {
        var least = (long)Math.Ceiling(opening * (100 - dailyPercent) / 100m);
        var most = (long)Math.Floor(opening * (100 + dailyPercent) / 100m);
        var today = Math.Clamp(asked, least, most);
        var bounded = Math.Clamp(today, features.FloorPriceCents, features.CeilingPriceCents);

        return (bounded, (bounded, today) switch
        {
            _ when bounded == asked => null,
            _ when bounded > today => PriceHold.Floor,
            _ when bounded < today => PriceHold.Ceiling,
            _ => PriceHold.Day,
        });
    }

    private static IEnumerable<string> Words(
        IEnumerable<Effect> effects, ProductFeatures features, PriceHold? hold, long opening, int dailyPercent) =>
    [
        $"list {Money(features.ListPriceCents)}",
        .. effects.Select(effect => effect.Percent == 0 ? effect.Words : Invariant($"{effect.Words} {effect.Percent:+0;-0} %")),
        .. hold switch
        {
            PriceHold.Floor => [$"held at the floor {Money(features.FloorPriceCents)}"],
            PriceHold.Ceiling => [$"held at the ceiling {Money(features.CeilingPriceCents)}"],
            PriceHold.Day => [Invariant($"held within {dailyPercent} % of the day's first price {Money(opening)}")],
            _ => Array.Empty<string>(),
        },
    ];

    /// <summary>Such as <c>2.49</c>.</summary>
    public static string Money(long cents) => Invariant($"{cents / 100m:0.00}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Effect(int Percent, string Words);
}

/// <summary>The bound that keeps a price from the one that the rule would set.</summary>
public enum PriceHold
{
    /// <summary>The merchant's least.</summary>
    Floor,

    /// <summary>The merchant's most.</summary>
    Ceiling,

    /// <summary>The price may differ from the day's first price only by the daily percentage.</summary>
    Day,
}

/// <summary>The reason why a product is not priced: the fault of its row of the price list.</summary>
public static class PriceRefusal
{
    public const string NoListPrice = "no_list_price";
    public const string FloorAboveCeiling = "floor_above_ceiling";
    public const string ListOutOfBounds = "list_price_out_of_bounds";

    /// <returns>Null: nothing is wrong.</returns>
    public static string? Of(ProductFeatures features)
    {
        ArgumentNullException.ThrowIfNull(features);

        return features switch
        {
            { ListPriceCents: <= 0 } or { FloorPriceCents: <= 0 } => NoListPrice,
            _ when features.FloorPriceCents > features.CeilingPriceCents => FloorAboveCeiling,
            _ when features.ListPriceCents < features.FloorPriceCents || features.ListPriceCents > features.CeilingPriceCents => ListOutOfBounds,
            _ => null,
        };
    }
}
