using System.Text.Encodings.Web;
using System.Text.Json;

namespace JsonValues;

/// <summary>
/// Writes and reads this program's JSON: letters and signs are not escaped, because no browser takes the JSON for a page,
/// and it may be nested as deeply as the data of a state.
/// </summary>
public static class PlainJson
{
    /// <summary>Escapes what JSON must escape, and nothing else.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static JsonSerializerOptions Options { get; } = new() { Encoder = Encoder, MaxDepth = Json.DeepestNesting };

    public static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true };

    public static JsonWriterOptions Writer { get; } = new() { Encoder = Encoder };

    public static JsonWriterOptions IndentedWriter { get; } = new() { Encoder = Encoder, Indented = true };

    public static JsonDocumentOptions Document { get; } = new() { MaxDepth = Json.DeepestNesting };
}
