using System.CommandLine;
using System.Globalization;
using StoreSimulation;

namespace Local.Cli;

/// <summary>The options that size a simulation.</summary>
internal sealed record SimulationOptions(
    Option<int> Stores, Option<int> Products, Option<int> Days, Option<int> Seed, Option<DateTimeOffset?> End)
{
    public static SimulationOptions Create() => new(
        NumberOption.Create("--stores", "The number of stores.", 60, 1, 100_000),
        NumberOption.Create("--products", "The number of products in each store.", 200, 1, 100_000),
        NumberOption.Create("--days", "The number of days that their readings span.", 3, 1, 3_650),
        NumberOption.Create("--seed", "The same seed and end give the same readings.", 1, 0, int.MaxValue),
        new("--end")
        {
            Description = "The time at which the readings end, such as 2026-11-20T00:00:00Z. Default: the last full hour.",
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (DateTimeOffset.TryParse(
                    text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var end))
                {
                    return end;
                }

                result.AddError($"--end takes a time such as 2026-11-20T00:00:00Z; '{text}' is none.");
                return null;
            },
        });

    public void AddTo(Command command)
    {
        command.Options.Add(Stores);
        command.Options.Add(Products);
        command.Options.Add(Days);
        command.Options.Add(Seed);
        command.Options.Add(End);
    }

    public SimulationSettings Read(ParseResult parsed, TimeProvider clock) => new(
        parsed.GetValue(Stores),
        parsed.GetValue(Products),
        parsed.GetValue(Days),
        (ulong)parsed.GetValue(Seed),
        parsed.GetValue(End) ?? LastFullHour(clock.GetUtcNow()));

    private static DateTimeOffset LastFullHour(DateTimeOffset now) =>
        new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
