using RealTime.Tables;

namespace Pricing;

/// <summary>Sets prices in the table, once for each hour.</summary>
/// <remarks>
/// A price is set on condition that the table still has the row from which it was decided. So an hour that was asked
/// twice, redriven, or overtaken by a later hour changes nothing, and no price leaves the day's first by more than the
/// rule may, in whatever order executions come.
/// </remarks>
public sealed class PriceBook(ITable prices, PriceRule rule)
{
    /// <exception cref="InvalidFeaturesException">The request is not what the state machine and features.sql make.</exception>
    /// <exception cref="TableBusyException">Some prices could not be set now; those that were stay set.</exception>
    public async Task<PriceResult> SetAsync(PriceRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);

        request.Check();
        var tally = new PriceTally();
        var open = new List<ProductFeatures>();
        foreach (var features in request.Items)
        {
            if (PriceRefusal.Of(features) is { } reason)
            {
                tally.Refuse(reason);
            }
            else
            {
                open.Add(features);
            }
        }

        while (open.Count > 0)
        {
            open = await SetAsync(open, request.BatchInput, tally, cancellation);
        }

        return tally.Result;
    }

    /// <returns>The products whose row somebody else changed meanwhile; their prices have to be decided again.</returns>
    private async Task<List<ProductFeatures>> SetAsync(
        IReadOnlyList<ProductFeatures> open, PriceOrigin origin, PriceTally tally, CancellationToken cancellation)
    {
        var held = await prices.GetAsync([.. open.Select(features => new ItemKey(features.StoreId, features.ProductId))], cancellation);
        var puts = new List<(ProductFeatures Features, PriceRow? Before, PriceRow Row, PriceHold? Hold)>();
        foreach (var (features, item) in open.Zip(held))
        {
            var before = item is null ? null : PriceRow.Read(item);
            if (before is not null && string.CompareOrdinal(before.Hour, origin.Hour) >= 0)
            {
                tally.Keep();
                continue;
            }

            var opening = before?.OpeningOf(origin.Hour) ?? features.ListPriceCents;
            var decided = PriceDecision.Of(rule, features, opening, origin.DailyPercent);
            puts.Add((features, before, new(
                features.StoreId, features.ProductId, origin.Hour, decided.Cents, features.ListPriceCents, opening, decided.Reason, origin.ExecutionId), decided.Hold));
        }

        if (puts.Count == 0)
        {
            return [];
        }

        var outcomes = await prices.PutAsync([.. puts.Select(put => new ConditionalPut(put.Row.ToItem(), PriceRow.IsStill(put.Before?.Hour)))], cancellation);
        var busy = outcomes.Count(outcome => outcome == PutOutcome.Busy);
        foreach (var (put, _) in puts.Zip(outcomes).Where(put => put.Second == PutOutcome.Written))
        {
            tally.Set(put.Row.Cents - (put.Before?.Cents ?? put.Features.ListPriceCents), put.Hold);
        }

        return busy == 0
            ? [.. puts.Zip(outcomes).Where(put => put.Second == PutOutcome.Refused).Select(put => put.First.Features)]
            : throw new TableBusyException($"The table of prices did not take {busy} of {puts.Count} prices.");
    }
}
