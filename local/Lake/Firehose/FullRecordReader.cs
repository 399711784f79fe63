using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Lake.DuckDb;
using Workflow;

namespace Lake.Firehose;

/// <summary>
/// Reads a record as the delivery stream's OpenX JSON SerDe does: members are found whatever their case, unknown ones are
/// dropped, missing ones are NULL; a number may stand in quotes, and a string column takes any value as its text.
/// </summary>
/// <param name="columns">The table's columns.</param>
internal sealed class FullRecordReader(RecordColumns columns)
{
    /// <summary>The bytes of one record that the delivery stream takes, before base64.</summary>
    public const int LargestRecord = 1000 << 10;

    public static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private const int MostUnknown = 20;

    private readonly List<string> unknown = [];

    /// <summary>The columns for which any record had a value, by bit.</summary>
    public ulong Present { get; private set; }

    /// <summary>Names of members that are no columns, some of them.</summary>
    public IReadOnlyList<string> Unknown => unknown;

    /// <returns>Null when the row was written, else why it was not.</returns>
    public Refusal? Write(ReadOnlySpan<byte> record, VectorWriter[] row, int at)
    {
        if (record.Length > LargestRecord)
        {
            return Refusal.Mismatch("record too large", input: null, $"A record of {record.Length} bytes is larger than {LargestRecord}.");
        }

        if (!System.Text.Unicode.Utf8.IsValid(record))
        {
            return Refusal.Malformed("The record is not UTF-8.");
        }

        try
        {
            return WriteObject(record, row, at);
        }
        catch (JsonException error)
        {
            return Refusal.Malformed($"Byte {error.BytePositionInLine + 1}: {Sentence(error)}");
        }
        catch (InvalidOperationException)
        {
            // The reader takes half of a surrogate pair for sound until the text is read.
            return Refusal.Malformed("A text in the record holds half of a surrogate pair.");
        }
    }

    private Refusal? WriteObject(ReadOnlySpan<byte> record, VectorWriter[] row, int at)
    {
        var reader = new Utf8JsonReader(record, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // The rest must be JSON before its kind matters.
            var kind = Kind(reader.TokenType);
            reader.Skip();
            reader.Read();
            return Refusal.Mismatch("not an object", input: null, $"The record is {kind}, not an object.");
        }

        // The first problem is the record's, but only once all of it has proved to be JSON.
        Refusal? problem = null;
        var seen = 0UL;
        var present = 0UL;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var column = columns.Find(name);
            reader.Read();
            if (column < 0)
            {
                Note(name);
                reader.Skip();
                continue;
            }

            if ((seen & (1UL << column)) != 0)
            {
                problem ??= Refusal.Malformed($"The member '{columns.Name(column)}' stands twice.");
            }

            seen |= 1UL << column;
            if (reader.TokenType != JsonTokenType.Null)
            {
                problem ??= WriteValue(record, ref reader, column, row[column], at);
                present |= 1UL << column;
            }

            reader.Skip();
        }

        Present |= present;

        // Refuses whatever stands behind the object.
        reader.Read();
        for (var column = 0; problem is null && column < columns.Count; column++)
        {
            if ((present & (1UL << column)) == 0)
            {
                row[column].SetNull(at);
            }
        }

        return problem;
    }

    private void Note(string member)
    {
        if (unknown.Count < MostUnknown && !unknown.Contains(member))
        {
            unknown.Add(member);
        }
    }

    private Refusal? WriteValue(ReadOnlySpan<byte> record, ref Utf8JsonReader reader, int column, VectorWriter vector, int at)
    {
        switch (columns.Types[column])
        {
            case ColumnType.String:
                vector.Set(at, Text(record, reader));
                return null;
            case ColumnType.BigInt when TryInteger(reader, out var number):
                vector.Set(at, number);
                return null;
            case ColumnType.Double when TryDouble(reader, out var number):
                vector.Set(at, number);
                return null;
            case ColumnType.Timestamp when TryTimestamp(reader, out var milliseconds):
                vector.Set(at, milliseconds * 1000);
                return null;
            default:
                var type = columns.Types[column].ToString().ToLowerInvariant();
                return Refusal.Mismatch(
                    $"{columns.Name(column)} is not a {type}",
                    reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? Encoding.UTF8.GetString(Text(record, reader)) : null,
                    $"{columns.Name(column)} is {Shown(record, reader)}, not a {type}.",
                    Expected(columns.Types[column]));
        }
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> record, Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return record[start..(int)reader.BytesConsumed];
    }

    private static bool TryInteger(Utf8JsonReader reader, out long number)
    {
        number = 0;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out number):
                return true;
            // 12.0 and 1e3 are whole; 12.5 is not, and is not rounded in silence.
            case JsonTokenType.Number when reader.TryGetDecimal(out var exact) && decimal.IsInteger(exact) && exact is >= long.MinValue and <= long.MaxValue:
                number = (long)exact;
                return true;
            case JsonTokenType.String when !reader.ValueIsEscaped:
                return Utf8Parser.TryParse(reader.ValueSpan, out number, out var used) && used == reader.ValueSpan.Length;
            default:
                return false;
        }
    }

    private static bool TryDouble(Utf8JsonReader reader, out double number)
    {
        number = 0;
        return reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDouble(out number) && double.IsFinite(number),
            JsonTokenType.String => double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
                && double.IsFinite(number),
            _ => false,
        };
    }

    private bool TryTimestamp(Utf8JsonReader reader, out long milliseconds)
    {
        milliseconds = 0;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out var number) && TimestampText.TryParse(number, out milliseconds);
            case JsonTokenType.String:
                var text = Encoding.UTF8.GetBytes(reader.GetString()!);
                return TimestampText.TryParse(text, out milliseconds)
                    || (columns.TakesOffsets && TimestampText.TryParseWithOffset(text, out milliseconds));
            default:
                return false;
        }
    }

    private static string Expected(ColumnType type) => type switch
    {
        ColumnType.BigInt => "a whole number such as 12",
        ColumnType.Double => "a number such as 1.5",
        _ => "a time such as \"2026-11-20T09:15:00Z\"",
    };

    private static string Shown(ReadOnlySpan<byte> record, Utf8JsonReader reader)
    {
        const int Longest = 60;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            return Kind(reader.TokenType);
        }

        var end = (int)reader.BytesConsumed;
        var text = Encoding.UTF8.GetString(record[(int)reader.TokenStartIndex..end]);
        return text.Length <= Longest ? text : $"{text[..Longest]}…";
    }

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    /// <summary>The reader's message without the position behind it, which is given already.</summary>
    private static string Sentence(JsonException error)
    {
        var place = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? error.Message : error.Message[..place];
    }
}
