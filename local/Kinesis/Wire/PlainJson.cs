using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kinesis.Wire;

/// <summary>Writes answers and events: letters and signs are not escaped, as on AWS.</summary>
internal static class PlainJson
{
    public static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
