using System.Text.Json;
using JsonValues;

namespace Local.Protocol;

/// <summary>Reads the body of a request of AWS's JSON protocols.</summary>
internal static class RequestBody
{
    /// <param name="utf8">The body.</param>
    /// <exception cref="AwsException">It is not JSON, has a name twice in one object, or is no JSON object.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Json.ParseUnique(utf8) as JsonObject
                ?? throw new AwsException("SerializationException", "The request's body should be a JSON object.");
        }
        catch (JsonException error)
        {
            throw new AwsException("SerializationException", $"The request's body is not JSON: {error.Message}");
        }
    }
}
