namespace Cost;

/// <summary>The part that <c>warehouse: redshift</c> adds: what loads make it use in a month. Who asks it pays for that besides.</summary>
/// <param name="loadsPerDay">Executions of WarehouseLoad.</param>
internal sealed class WarehouseDesign(Load load, int loadsPerDay, Assumptions common, WarehouseAssumptions assumed)
{
    private const decimal Gb = 1L << 30;
    private const int MinutesPerHour = 60;

    public Usage Deployed()
    {
        decimal loads = loadsPerDay * Load.DaysPerMonth;
        var logs = loads * assumed.LogBytes / Gb;
        return new()
        {
            RedshiftRpuHours = loads * assumed.MinutesAwake / MinutesPerHour * assumed.Rpu,
            // Nothing leaves the warehouse by itself: this is the growth of a month.
            RedshiftStored = load.Readings * Load.DaysPerMonth * assumed.RowBytes / Gb,
            StateTransitions = loads * assumed.States,
            LogsIngested = logs,
            LogsStored = logs * common.LogDays / Load.DaysPerMonth,
            Alarms = assumed.Alarms,
        };
    }
}
