using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RealTime.Streams;

/// <summary>Reads a stream's records: one JSON object each. Members that the stream does not know are passed over.</summary>
public sealed class EventReader
{
    /// <summary>An event older than this when its record arrived is not counted.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromHours(24);

    /// <summary>The time by which a producer's clock may be ahead.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);

    // A partition key of DynamoDB holds 2,048 bytes.
    private const int LongestKeyBytes = 1_024;
    private const int LongestTextBytes = 1_024;

    private readonly StreamDefinition stream;
    private readonly Field[] fields;

    public EventReader(StreamDefinition stream)
    {
        ArgumentNullException.ThrowIfNull(stream);

        this.stream = stream;
        fields =
        [
            new("event_id", Role.Id, 0),
            new(stream.TimeField, Role.Time, 0),
            .. stream.KeyFields.Select((name, index) => new Field(name, Role.Key, index)),
            .. stream.HasPosition ? [new("latitude", Role.Latitude, 0), new("longitude", Role.Longitude, 0)] : Array.Empty<Field>(),
            .. stream.Measures.Select((measure, index) => new Field(measure.Field, Role.Number, index)),
            .. stream.Texts.Select((name, index) => new Field(name, Role.Text, index)),
        ];
    }

    private enum Role
    {
        Id,
        Time,
        Key,
        Latitude,
        Longitude,
        Number,
        Text,
    }

    /// <param name="arrivedAt">
    /// The time at which the stream took the record. Age is judged by it and not by the clock, so that a record which is
    /// read again later is judged as it was the first time.
    /// </param>
    public EventReading Read(ReadOnlySpan<byte> record, DateTimeOffset arrivedAt)
    {
        try
        {
            var draft = new Draft(stream);
            return ReadMembers(record, draft) is { } fault ? new EventReading.Refused(fault) : Judge(draft, arrivedAt);
        }
        catch (JsonException error)
        {
            return new EventReading.Refused($"The record is not one JSON object: {error.Message}");
        }
        catch (InvalidOperationException)
        {
            // The reader throws this for a text that is not UTF-8, or has half of a surrogate pair.
            return new EventReading.Refused("The record holds a text that is not UTF-8.");
        }
    }

    private string? ReadMembers(ReadOnlySpan<byte> record, Draft draft)
    {
        var json = new Utf8JsonReader(record);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return $"The record is a JSON {json.TokenType}, not an object.";
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = Find(ref json);
            json.Read();
            if (field is null)
            {
                json.Skip();
            }
            else if (json.TokenType != JsonTokenType.Null && Take(field, ref json, draft) is { } fault)
            {
                return fault;
            }
        }

        // Text after the object is a fault, which the reader finds here.
        json.Read();
        return null;
    }

    private Field? Find(ref Utf8JsonReader json)
    {
        foreach (var field in fields)
        {
            if (json.ValueTextEquals(field.Utf8))
            {
                return field;
            }
        }

        return null;
    }

    private string? Take(Field field, ref Utf8JsonReader json, Draft draft)
    {
        switch (field.Role)
        {
            case Role.Time:
                return TakeTime(field, ref json, draft);
            case Role.Id or Role.Key or Role.Text:
                return TakeText(field, ref json, draft);
            default:
                return TakeNumber(field, ref json, draft);
        }
    }

    private static string? TakeTime(Field field, ref Utf8JsonReader json, Draft draft)
    {
        if (json.TokenType == JsonTokenType.String && json.TryGetDateTimeOffset(out var time) && HasOffset(ref json))
        {
            draft.Time = new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
            return null;
        }

        return $"{field.Name} is {Found(ref json)}, not a time like 2026-11-20T09:15:00.000Z.";
    }

    /// <summary>Whether the time names an offset; without one the reader has taken this machine's.</summary>
    private static bool HasOffset(ref Utf8JsonReader json)
    {
        var text = json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan;

        return text[^1] == 'Z' || (text.Length > 6 && text[^6] is (byte)'+' or (byte)'-');
    }

    private static string? TakeText(Field field, ref Utf8JsonReader json, Draft draft)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return $"{field.Name} is {Found(ref json)}, not a text.";
        }

        if (json.ValueSpan.Length > LongestTextBytes)
        {
            return $"{field.Name} has {json.ValueSpan.Length} bytes; {LongestTextBytes} are the most.";
        }

        var text = json.GetString()!;
        switch (field.Role)
        {
            case Role.Id:
                draft.Id = text;
                break;
            case Role.Key:
                draft.Key[field.Index] = text;
                break;
            default:
                draft.Texts[field.Index] = text;
                break;
        }

        return null;
    }

    private string? TakeNumber(Field field, ref Utf8JsonReader json, Draft draft)
    {
        if (json.TokenType != JsonTokenType.Number || !json.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            return $"{field.Name} is {Found(ref json)}, not a number.";
        }

        switch (field.Role)
        {
            case Role.Latitude:
                draft.Latitude = number;
                return OutOfRange(field, number, -90, 90);
            case Role.Longitude:
                draft.Longitude = number;
                return OutOfRange(field, number, -180, 180);
            default:
                var measure = stream.Measures[field.Index];
                if (measure.Scale == 1 && number != Math.Floor(number))
                {
                    return $"{field.Name} is {Text(number)}, not a whole number.";
                }

                draft.Numbers[field.Index] = (long)Math.Round(number * measure.Scale, MidpointRounding.AwayFromZero);
                return OutOfRange(field, number, measure.Least, measure.Most);
        }
    }

    private static string? OutOfRange(Field field, double number, double least, double most) =>
        number >= least && number <= most ? null : $"{field.Name} is {Text(number)}, not from {Text(least)} to {Text(most)}.";

    private EventReading Judge(Draft draft, DateTimeOffset arrivedAt)
    {
        if (Fault(draft) is { } fault)
        {
            return new EventReading.Refused(fault);
        }

        var time = draft.Time!.Value;
        if (time > arrivedAt + Ahead)
        {
            return new EventReading.Refused(
                $"{stream.TimeField} is {Text(time)}, more than {Ahead.TotalMinutes:0} minutes after the record arrived ({Text(arrivedAt)}): the producer's clock is wrong.");
        }

        var counted = new StreamEvent(
            draft.Id!,
            EventIds.Hash(draft.Id!),
            $"{stream.KeyPrefix}#{string.Join('#', draft.Key)}",
            draft.Key!,
            time,
            draft.Numbers,
            draft.Texts,
            stream.HasPosition ? Place.Of(draft.Latitude!.Value, draft.Longitude!.Value) : null);

        return time >= arrivedAt - Oldest
            ? new EventReading.Accepted(counted)
            : new EventReading.TooLate(
                counted,
                $"{stream.TimeField} is {Text(time)}, more than {Oldest.TotalHours:0} hours before the record arrived ({Text(arrivedAt)}).");
    }

    private string? Fault(Draft draft) =>
        Missing(draft) is { } missing ? $"{missing} is missing."
        : draft.Id!.Length > EventIds.Longest || draft.Id.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? $"event_id is not 1 to {EventIds.Longest} printable characters of ASCII."
        : draft.Key[..^1].Any(part => part!.Contains('#', StringComparison.Ordinal)) ? $"{stream.KeyFields[0]} contains a '#', which separates the parts of a key."
        : draft.Key.Sum(part => Encoding.UTF8.GetByteCount(part!)) > LongestKeyBytes
            ? $"{string.Join(" and ", stream.KeyFields)} have more than {LongestKeyBytes} bytes together."
        : null;

    private string? Missing(Draft draft)
    {
        if (string.IsNullOrWhiteSpace(draft.Id))
        {
            return "event_id";
        }

        if (draft.Time is null)
        {
            return stream.TimeField;
        }

        var blank = Array.FindIndex(draft.Key, string.IsNullOrWhiteSpace);
        if (blank >= 0)
        {
            return stream.KeyFields[blank];
        }

        if (stream.HasPosition && (draft.Latitude is null || draft.Longitude is null))
        {
            return draft.Latitude is null ? "latitude" : "longitude";
        }

        return stream.Measures.Where((measure, index) => measure.Required && draft.Numbers[index] is null).FirstOrDefault()?.Field;
    }

    private static string Found(ref Utf8JsonReader json)
    {
        const int Shown = 40;
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            return json.TokenType == JsonTokenType.StartObject ? "an object" : "a list";
        }

        var text = Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(Shown, json.ValueSpan.Length)]);
        return json.TokenType == JsonTokenType.String ? $"'{text}'" : text;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private sealed record Field(string Name, Role Role, int Index)
    {
        public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Name);
    }

    private sealed class Draft(StreamDefinition stream)
    {
        public string? Id { get; set; }

        public DateTimeOffset? Time { get; set; }

        public double? Latitude { get; set; }

        public double? Longitude { get; set; }

        public string?[] Key { get; } = new string?[stream.KeyFields.Count];

        public long?[] Numbers { get; } = new long?[stream.Measures.Count];

        public string?[] Texts { get; } = stream.Texts.Count == 0 ? [] : new string?[stream.Texts.Count];
    }
}
