using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Replenishment;

/// <summary>Instants as <c>2026-11-20T09:15:00.000Z</c>: UTC, to the millisecond, the same text everywhere.</summary>
/// <remarks>Reads the table's own <c>2026-11-20 09:15:00.000</c> too; what names no offset is UTC.</remarks>
internal sealed class UtcTimestampConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const int Length = 24;

    private static readonly string[] Readable =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK"];

    public static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <returns>Null where the text is not in the one form that <see cref="Text"/> writes.</returns>
    public static DateTimeOffset? Read(ReadOnlySpan<char> text) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        // Our own form, which nearly every time has, the reader takes without a string.
        reader is { TokenType: JsonTokenType.String, HasValueSequence: false, ValueSpan: [.., (byte)'Z'] and { Length: Length } }
        && reader.TryGetDateTimeOffset(out var instant)
            ? instant
            : ReadText(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        // The round-trip form, whose formatting is quick, is ours with four more digits.
        Span<byte> text = stackalloc byte[28];
        value.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[Length - 1] = (byte)'Z';
        writer.WriteStringValue(text[..Length]);
    }

    private static DateTimeOffset ReadText(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String
        && DateTimeOffset.TryParseExact(
            reader.GetString(),
            Readable,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var instant)
            ? instant
            : throw new JsonException("A time is written like 2026-11-20T09:15:00.000Z.");
}
