using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Replenishment;
using StoreSimulation;

namespace StoreApp.Sending;

/// <summary>The options that describe a chain of simulated stores: the same options, the same chain.</summary>
internal sealed class SimulationOptions(TimeProvider clock)
{
    private readonly Option<int> stores = Count("--stores", "The number of simulated stores, 1 or more.", 60);
    private readonly Option<int> products = Count("--products", "The number of products in each store, 1 or more.", 200);
    private readonly Option<int> days = Count("--days", "The number of days that the readings span, 1 or more.", 3);

    private readonly Option<ulong> seed = new("--seed")
    {
        Description = "The seed of the simulation: the same seed gives the same stores and readings.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<DateTimeOffset?> end = new("--end")
    {
        Description = "The time of the last readings, like 2026-11-20T09:00:00Z (else the last full hour).",
        CustomParser = given => ParseTime(given),
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { stores, products, days, seed, end })
        {
            command.Add(option);
        }
    }

    public Simulation Simulation(ParseResult arguments) => new(new(
        arguments.GetValue(stores),
        arguments.GetValue(products),
        arguments.GetValue(days),
        arguments.GetValue(seed),
        arguments.GetValue(end) ?? LastFullHour(clock.GetUtcNow())));

    /// <summary>The readings as the stores send them, dirty ones and duplicates included.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Documents(ParseResult arguments) => Simulation(arguments).Readings()
        .Select(simulated => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(simulated.Reading, ReplenishmentJson.Wire.Reading));

    /// <summary>
    /// The last full hour, so that the same command sends the same readings twice within an hour; they count once.
    /// </summary>
    private static DateTimeOffset LastFullHour(DateTimeOffset now) =>
        new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static DateTimeOffset? ParseTime(ArgumentResult given)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(given.Tokens[0].Value, CultureInfo.InvariantCulture, Utc, out var time))
        {
            return time;
        }

        given.AddError($"--end is '{given.Tokens[0].Value}', not a time like 2026-11-20T09:00:00Z.");
        return null;
    }

    private static Option<int> Count(string name, string description, int otherwise)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() < 1)
            {
                given.AddError($"{name} must be 1 or more.");
            }
        });

        return option;
    }
}
