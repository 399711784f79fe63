using System.CommandLine;
using System.Globalization;

namespace Local.Cli;

/// <summary>The options of the commands that put simulated records on the streams.</summary>
internal static class ProducerOptions
{
    /// <summary>
    /// The time before the present at which a simulation begins that comes to the present before its records are sent.
    /// </summary>
    public static readonly TimeSpan Past = TimeSpan.FromHours(12);

    public static Option<int> Seed() => NumberOption.Create("--seed", "The same seed and start give the same records.", 1, 0, int.MaxValue);

    public static Option<int> Speed() => NumberOption.Create(
        "--speed", "Simulated seconds in a real second, until the simulation comes to the present; with 0 it comes there at once.", 0, 0, 100_000);

    public static Option<DateTimeOffset?> Start(string description) => new("--start")
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start))
            {
                return start;
            }

            result.AddError($"--start takes a time such as 2026-11-20T06:00:00Z; '{text}' is none.");
            return null;
        },
    };

    /// <summary>The beginning of a simulation for which no start was given.</summary>
    public static DateTimeOffset Begin(TimeProvider clock, int speed)
    {
        var now = clock.GetUtcNow();
        return speed == 1 ? now : new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero) - Past;
    }
}
