using System.Globalization;
using System.Text.Json;
using RecordStreaming;
using Replenishment;

namespace StoreApp.Verification;

/// <summary>One way to put readings into Firehose records.</summary>
/// <param name="Name">Stands in the readings' event ids.</param>
/// <param name="InRecord">Readings of a record.</param>
/// <param name="LineEnd">The text that ends each reading.</param>
internal sealed record SentForm(string Name, string Description, int Readings, int InRecord, string LineEnd)
{
    public static IReadOnlyList<SentForm> All { get; } =
    [
        new("packed", "in one record, a line each, as stores send them", Readings: 100, InRecord: 100, "\n"),
        new("joined", "in one record, one behind the other", Readings: 100, InRecord: 100, ""),
        new("single", "in a record each", Readings: 10, InRecord: 1, "\n"),
    ];

    /// <summary>The beginning of the event ids of a run.</summary>
    public static string Prefix(DateTimeOffset start) =>
        string.Create(CultureInfo.InvariantCulture, $"verify/{start.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}/");

    public IEnumerable<StreamRecord> Records(DateTimeOffset start) =>
        Enumerable.Range(1, Readings)
            .Select(number => Document(start, number))
            .Chunk(InRecord)
            .Select(documents => new StreamRecord(documents.SelectMany(document => document).ToArray(), documents.Length));

    // Clean, so that it becomes a row; of a store that no chain has, so that nobody brings it anything.
    private byte[] Document(DateTimeOffset start, int number)
    {
        var reading = new Reading(
            $"{Prefix(start)}{Name}/{number}", "verify", $"{Name}-{number}",
            OnHand: 9, ReorderPoint: 1, TargetLevel: 9, ShelfCapacity: 9, CaseSize: 1, UnitVolumeL: 1, start);
        return [.. JsonSerializer.SerializeToUtf8Bytes(reading, ReplenishmentJson.Wire.Reading), .. System.Text.Encoding.UTF8.GetBytes(LineEnd)];
    }
}
