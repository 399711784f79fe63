using System.Text;
using System.Text.Json;

namespace Chaos.Hostile;

/// <summary>JSON that is still JSON, with values that nobody expects where they stand.</summary>
internal static class HostileJson
{
    /// <summary>What may stand in the place of a value, as JSON.</summary>
    public static IReadOnlyList<string> Values { get; } =
    [
        "null", "true", "false", "0", "-1", "1", "0.5", "-0.0", "1e400", "2147483648", "9223372036854775808", "1e-400", "\"\"", "\" \"", "\"0\"", "\"-1\"", "\"NaN\"",
        "[]", "{}", "[null]", "[[]]", "[0]", "[\"\"]", "[{}]", "{\"\":null}", "{\"a\":[]}", "{\"Id\":\"0\"}", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"../../x\"", "\"/etc/passwd\"",
        "\"arn:aws:states:us-east-1:000000000000:stateMachine:\"", "\"arn:aws:states:us-east-1:000000000000:express:StorePlanning:e1:1\"", "\"http://[\"", "\"s3://\"",
        "\"'; DROP TABLE inventory; --\"", "\"$.a\"", "\"{\\\"a\\\":1}\"", $"\"{new string('a', 300)}\"", $"\"{new string('é', 40_000)}\"",
    ];

    public static bool IsJson(string text) => Places(Encoding.UTF8.GetBytes(text)).Count > 0;

    /// <summary>The text with another value in one of its places; as it is where it is no JSON.</summary>
    public static string Replaced(string text, int place, string value)
    {
        var json = Encoding.UTF8.GetBytes(text);
        if (Places(json) is not { Count: > 0 } places)
        {
            return text;
        }

        var (start, end) = places[place % places.Count];
        return string.Concat(Encoding.UTF8.GetString(json, 0, start), value, Encoding.UTF8.GetString(json, end, json.Length - end));
    }

    /// <summary>Where its values begin and end, those in others too.</summary>
    private static List<(int Start, int End)> Places(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        var places = new List<(int, int)>();
        var open = new Stack<int>();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((int)reader.TokenStartIndex);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        places.Add((open.Pop(), (int)reader.BytesConsumed));
                        break;
                    case not JsonTokenType.PropertyName:
                        places.Add(((int)reader.TokenStartIndex, (int)reader.BytesConsumed));
                        break;
                }
            }
        }
        catch (JsonException)
        {
            return [];
        }

        return places;
    }
}
