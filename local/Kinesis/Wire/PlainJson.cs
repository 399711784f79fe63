using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kinesis.Wire;

/// <summary>How answers and events are written: letters and signs as they are, as AWS writes them.</summary>
internal static class PlainJson
{
    public static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
