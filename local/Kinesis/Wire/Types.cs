using System.Text.Json;

namespace Kinesis.Wire;

/// <summary>The first of AWS's two checks: whether every value has its member's JSON type. Members that are not known are not looked at.</summary>
internal static class Types
{
    private const string Number = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
    private const string Boolean = "class java.lang.Boolean";
    private const string String = "class java.lang.String";

    /// <exception cref="KinesisException">A value has another type.</exception>
    public static void Check(JsonElement value, Shape shape)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return;
        }

        switch (shape)
        {
            case Shape.Structure structure:
                CheckStructure(value, structure);
                break;
            case Shape.List list:
                CheckList(value, list);
                break;
            case Shape.Map:
                CheckMap(value);
                break;
            case Shape.Blob:
                CheckBlob(value);
                break;
            case Shape.Text when value.ValueKind != JsonValueKind.String:
                throw Wrong(value, "an String");
            case Shape.Integer when value.ValueKind != JsonValueKind.Number:
                throw Wrong(value, "an Integer");
            case Shape.Time when value.ValueKind != JsonValueKind.Number:
                throw Wrong(value, "milliseconds since epoch");
            case Shape.Flag when value.ValueKind == JsonValueKind.String:
                throw KinesisException.Serialization($"'{value.GetString()!.ToUpperInvariant()}' can not be converted to an Boolean");
            case Shape.Flag when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                throw Wrong(value, "an Boolean");
        }
    }

    private static void CheckStructure(JsonElement value, Shape.Structure structure)
    {
        RequireKind(value, JsonValueKind.Object, "Expected null");
        foreach (var member in structure.Members)
        {
            if (value.TryGetProperty(member.Name, out var child))
            {
                Check(child, member.Shape);
            }
        }
    }

    private static void CheckList(JsonElement value, Shape.List list)
    {
        RequireKind(value, JsonValueKind.Array, "Expected list or null");
        foreach (var item in value.EnumerateArray())
        {
            Check(item, list.Item);
        }
    }

    private static void CheckMap(JsonElement value)
    {
        RequireKind(value, JsonValueKind.Object, "Expected map or null");
        foreach (var entry in value.EnumerateObject())
        {
            Check(entry.Value, new Shape.Text());
        }
    }

    private static void RequireKind(JsonElement value, JsonValueKind kind, string otherwise)
    {
        if (value.ValueKind != kind)
        {
            throw value.ValueKind is JsonValueKind.Array or JsonValueKind.Object
                ? Wrong(value, "")
                : KinesisException.Serialization(otherwise);
        }
    }

    private static void CheckBlob(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw Wrong(value, "a Blob");
        }

        var text = value.GetString()!;
        if (text.Length % 4 != 0)
        {
            throw Bad($"Base64 encoded length is expected a multiple of 4 bytes but found: {text.Length}");
        }

        var misplaced = text.AsSpan().TrimEnd('=').IndexOfAnyExcept(Base64Characters);
        if (misplaced >= 0)
        {
            throw Bad($"Invalid Base64 character: '{text[misplaced]}'");
        }

        if (!HasWholeLastByte(text))
        {
            throw Bad("Invalid last non-pad Base64 character dectected");
        }

        KinesisException Bad(string why) => KinesisException.Serialization($"'{text}' can not be converted to a Blob: {why}");
    }

    private static readonly System.Buffers.SearchValues<char> Base64Characters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    // The bits behind the last whole byte are zero, and at most two characters are padding.
    private static bool HasWholeLastByte(string text)
    {
        var digits = text.AsSpan().TrimEnd('=');
        return (text.Length - digits.Length) switch
        {
            0 => true,
            1 => "AEIMQUYcgkosw048".Contains(digits[^1], StringComparison.Ordinal),
            2 => "AQgw".Contains(digits[^1], StringComparison.Ordinal),
            _ => false,
        };
    }

    private static KinesisException Wrong(JsonElement value, string type) => KinesisException.Serialization(value.ValueKind switch
    {
        JsonValueKind.Array => "Start of list found where not expected",
        JsonValueKind.Object => "Start of structure or map found where not expected.",
        JsonValueKind.True or JsonValueKind.False => $"{Boolean} can not be converted to {type}",
        JsonValueKind.Number => $"{Number} can not be converted to {type}",
        _ => $"{String} can not be converted to {type}",
    });
}
