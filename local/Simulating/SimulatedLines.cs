using System.Text;
using System.Text.Json;
using Lake.Firehose;
using Replenishment;
using StoreSimulation;

namespace Local.Simulating;

/// <summary>Simulated readings as the JSON Lines that stores send, hour by hour of arrival.</summary>
internal static class SimulatedLines
{
    private const int BatchBytes = 1 << 20;

    private static readonly byte[] Unreadable = Encoding.UTF8.GetBytes(string.Join('\n', UnreadableLines.All) + "\n");

    /// <summary>The lines by hour. Each hour ends with a few lines that are not readings, as in a real stream.</summary>
    public static IEnumerable<ArrivedLines> Of(Simulation simulation)
    {
        using var lines = new MemoryStream(BatchBytes + 4096);
        using var writer = new Utf8JsonWriter(lines, new() { Encoder = ReplenishmentJson.Wire.Options.Encoder });
        DateTimeOffset? hour = null;
        foreach (var (reading, arrivedAt) in simulation.Readings())
        {
            var arrival = Hour(arrivedAt);
            if (hour is { } before && before != arrival)
            {
                lines.Write(Unreadable);
                yield return Take(before, lines);
            }
            else if (hour is { } same && lines.Length >= BatchBytes)
            {
                yield return Take(same, lines);
            }

            hour = arrival;
            JsonSerializer.Serialize(writer, reading, ReplenishmentJson.Wire.Reading);
            writer.Reset();
            lines.WriteByte((byte)'\n');
        }

        if (hour is { } last)
        {
            lines.Write(Unreadable);
            yield return Take(last, lines);
        }
    }

    private static DateTimeOffset Hour(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static ArrivedLines Take(DateTimeOffset hour, MemoryStream lines)
    {
        var batch = lines.ToArray();
        lines.SetLength(0);
        return new(hour, batch);
    }
}
