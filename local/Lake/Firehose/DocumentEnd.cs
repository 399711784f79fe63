using System.Text.Json;

namespace Lake.Firehose;

/// <summary>
/// Finds the end of a JSON document: before the end of its line, when another follows it there, or on a later line. Both
/// are input of a delivery stream that converts (Firehose developer guide, "Choose the JSON deserializer").
/// </summary>
internal static class DocumentEnd
{
    /// <returns>The length of the object that the text begins with; -1 where it begins with none that is whole and sound.</returns>
    public static int Of(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new(FullRecordReader.Options));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() ? (int)reader.BytesConsumed : -1;
        }
        catch (JsonException)
        {
            return -1;
        }
    }
}
