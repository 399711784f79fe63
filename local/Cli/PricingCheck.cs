using System.Text.Json;
using Lake.S3;
using Local.Names;
using Pricing;
using Workflow;

namespace Local.Cli;

/// <summary>
/// The check of the input of an execution that sets prices: the lake must have a price list, and data that arrived up to an hour.
/// </summary>
internal sealed record PricingCheck(DateTimeOffset Hour, int LookbackDays) : IInputCheck
{
    private static readonly string[] Settings = ["hour", "lookbackDays", "recentHours", "dailyPercent"];

    /// <inheritdoc cref="IInputCheck.Read"/>
    public static PricingCheck? Read(string input, DateTimeOffset now) => MachineInput.Read(input, Settings, settings =>
        HourIn(settings, now) is { } hour && MachineInput.Whole(settings, "lookbackDays", PipelineFacts.PricingLookbackDays, 1, 31) is { } lookback
            ? new PricingCheck(hour, lookback)
            : null);

    public string? Run(S3Folder lake)
    {
        if (!lake.List(new(LocalNames.LakeBucket, "price_list/")).Any())
        {
            throw new UsageException(
                "The lake has no price list, and what is not on it is not priced. 'stores' makes one for simulated stores, 'ingest --table price_list FILE.csv' takes yours.");
        }

        var last = DateOnly.FromDateTime(Hour.UtcDateTime);
        var first = last.AddDays(-LookbackDays);
        var readings = ArrivalDays.Of(lake, "inventory");
        if (readings.GetViewBetween(first, last).Count == 0)
        {
            throw new UsageException(readings.Count == 0
                ? "The lake has no readings. Put some there first: 'stores' simulates them, 'ingest FILE' takes yours."
                : $"No reading arrived from {ArrivalDays.Text(first)} to {ArrivalDays.Text(last)}, which is what hour {PriceRow.HourOf(Hour)} and lookbackDays {LookbackDays} ask about. "
                    + $"Ask about the last of them: start --machine Pricing --input '{{\"hour\":\"{ArrivalDays.Text(readings.Max)}T23\"}}'");
        }

        return ArrivalDays.Of(lake, "visits").GetViewBetween(first, last).Count == 0
            ? "No visits have arrived: prices follow the stock alone. 'visits' simulates some."
            : null;
    }

    private static DateTimeOffset? HourIn(JsonElement input, DateTimeOffset now) => !input.TryGetProperty("hour", out var hour)
        ? now
        : hour.ValueKind == JsonValueKind.String ? PriceRow.TimeOf(hour.GetString()) : null;
}
