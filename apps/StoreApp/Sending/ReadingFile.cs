using System.Runtime.CompilerServices;
using System.Text.Json;
using RecordStreaming;
using Replenishment;

namespace StoreApp.Sending;

/// <summary>Readings from a file of JSON lines, or from standard input.</summary>
/// <remarks>
/// A reading need not be clean: the query sets dirty ones aside and counts them. What is refused here could not
/// become a row at all. Each is written anew, so that every record has the same form of time and no stray members.
/// </remarks>
internal static class ReadingFile
{
    private static readonly Reading Nothing = new(null, null, null, null, null, null, null, null, null, null);

    /// <summary>The lines that are not blank, in order.</summary>
    public static async IAsyncEnumerable<ReadingLine> ReadAsync(
        Stream lines, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var reader = new StreamReader(lines);
        for (var number = 1; await reader.ReadLineAsync(cancellation) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Read(line, number);
            }
        }
    }

    private static ReadingLine Read(string line, int number)
    {
        try
        {
            var reading = JsonSerializer.Deserialize(line, ReplenishmentJson.Wire.Reading);
            if (reading is null || reading == Nothing)
            {
                return new ReadingLine.Refused(number, "it holds none of a reading's members");
            }

            var document = JsonSerializer.SerializeToUtf8Bytes(reading, ReplenishmentJson.Wire.Reading);
            return document.Length > RecordPacking.LongestDocument
                ? new ReadingLine.Refused(number, $"its {document.Length} bytes do not fit a record")
                : new ReadingLine.Accepted(document);
        }
        catch (JsonException error)
        {
            return new ReadingLine.Refused(number, Reason(line, error));
        }
    }

    private static string Reason(string line, JsonException error)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? $"{error.Path?.TrimStart('$', '.')} is not of its column's type"
                : "it is not a JSON object";
        }
        catch (JsonException syntax)
        {
            return $"it is not JSON (byte {syntax.BytePositionInLine + 1})";
        }
    }
}
