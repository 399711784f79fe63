using System.Text;
using System.Text.Json;

namespace JsonValues;

/// <summary>Reads JSON text into <see cref="Json"/>.</summary>
internal static class JsonText
{
    // The depth leaves room for the levels that a message has around a value.
    public static readonly JsonReaderOptions Options = new() { MaxDepth = Json.DeepestNesting + 8 };

    public static Json Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    public static Json Parse(ReadOnlySpan<byte> utf8, bool mayRepeatNames = true)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        try
        {
            reader.Read();
            var value = Value(ref reader, mayRepeatNames);
            reader.Read();
            return value;
        }
        catch (InvalidOperationException exception)
        {
            // Half of a surrogate pair, which the reader takes for an error of its caller.
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <summary>The value at which the reader stands.</summary>
    public static Json Value(ref Utf8JsonReader reader, bool mayRepeatNames = true) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Object(ref reader, mayRepeatNames),
        JsonTokenType.StartArray => Array(ref reader, mayRepeatNames),
        JsonTokenType.String => new JsonString(reader.GetString()!),
        JsonTokenType.Number => JsonNumber.Read(reader.ValueSpan),
        JsonTokenType.True => Json.True,
        JsonTokenType.False => Json.False,
        JsonTokenType.Null => Json.Null,
        var token => throw new JsonException($"A value was expected, and {token} found."),
    };

    private static JsonObject Object(ref Utf8JsonReader reader, bool mayRepeatNames)
    {
        var builder = new JsonObject.Builder();
        var read = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            builder.Add(name, Value(ref reader, mayRepeatNames));
            if (builder.Count < ++read && !mayRepeatNames)
            {
                throw new JsonException($"Duplicate property '{name}' encountered during deserialization.");
            }
        }

        return builder.Build();
    }

    private static JsonArray Array(ref Utf8JsonReader reader, bool mayRepeatNames)
    {
        var items = new List<Json>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value(ref reader, mayRepeatNames));
        }

        return items.Count == 0 ? JsonArray.Empty : JsonArray.Owning([.. items]);
    }
}
