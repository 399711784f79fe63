using System.Globalization;
using System.Text.Json;
using Lake.S3;
using Workflow;

namespace Local.Cli;

/// <summary>The check of the input of an execution that plans: the lake must have readings that arrived on these days.</summary>
internal sealed record PlanningCheck(DateOnly AsOf, int LookbackDays) : IInputCheck
{
    // The limits are those of the state machine.
    private const int MostDays = 31;

    private static readonly string[] Settings = ["asOf", "lookbackDays", "transitDays"];

    /// <inheritdoc cref="IInputCheck.Read"/>
    public static PlanningCheck? Read(string input, DateTimeOffset now) => MachineInput.Read(input, Settings, settings =>
        AsOfIn(settings, now) is { } asOf
        && MachineInput.Whole(settings, "lookbackDays", PipelineFacts.LookbackDays, 0, MostDays) is { } lookback
        && MachineInput.Whole(settings, "transitDays", PipelineFacts.TransitDays, 0, MostDays) is not null
            ? new PlanningCheck(asOf, lookback)
            : null);

    public string? Run(S3Folder lake)
    {
        var days = ArrivalDays.Of(lake, "inventory");
        if (days.Count == 0)
        {
            throw new UsageException("The lake has no readings. Put some there first: 'stores' simulates them, 'ingest FILE' takes yours.");
        }

        var first = AsOf.AddDays(-LookbackDays);
        if (days.GetViewBetween(first, AsOf) is not { Count: > 0 } asked)
        {
            throw new UsageException(
                $"No reading arrived from {ArrivalDays.Text(first)} to {ArrivalDays.Text(AsOf)}, which is what asOf {ArrivalDays.Text(AsOf)} and lookbackDays {LookbackDays} ask about. "
                + $"The lake has readings from {ArrivalDays.Text(days.Min)} to {ArrivalDays.Text(days.Max)}. Ask about the last of them: "
                + $$"""start --input '{"asOf":"{{ArrivalDays.Text(days.Max)}}"}'""");
        }

        return asked.Max < AsOf ? $"No reading has arrived on {ArrivalDays.Text(AsOf)} yet; the newest arrived on {ArrivalDays.Text(asked.Max)}." : null;
    }

    private static DateOnly? AsOfIn(JsonElement input, DateTimeOffset now) => !input.TryGetProperty("asOf", out var asOf)
        ? DateOnly.FromDateTime(now.UtcDateTime)
        : asOf.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(asOf.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : null;
}
