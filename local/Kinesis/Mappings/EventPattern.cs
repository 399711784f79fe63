using System.Globalization;
using System.Text.Json;

namespace Kinesis.Mappings;

/// <summary>An EventBridge pattern: an object of fields, whose leaves are lists of what a value may be.</summary>
/// <remarks>The content filters prefix, suffix, equals-ignore-case, anything-but, numeric and exists are supported.</remarks>
public sealed class EventPattern
{
    private readonly JsonElement pattern;

    private EventPattern(JsonElement pattern) => this.pattern = pattern;

    /// <returns>Null: it is no pattern.</returns>
    public static EventPattern? Parse(string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return IsPattern(parsed.RootElement) ? new(parsed.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the pattern looks at a field.</summary>
    public bool Names(string field) => pattern.TryGetProperty(field, out _);

    public bool Matches(JsonElement value) => Fits(value, pattern);

    private static bool IsPattern(JsonElement pattern) =>
        pattern.ValueKind == JsonValueKind.Object
        && pattern.EnumerateObject().Any()
        && pattern.EnumerateObject().All(field => field.Name == "$or"
            ? field.Value.ValueKind == JsonValueKind.Array && field.Value.EnumerateArray().All(IsPattern)
            : IsPattern(field.Value) || IsLeaf(field.Value));

    private static bool IsLeaf(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array
        && list.GetArrayLength() > 0
        && list.EnumerateArray().All(item => item.ValueKind switch
        {
            JsonValueKind.Array => false,
            JsonValueKind.Object => item.EnumerateObject().Count() == 1 && IsFilter(item.EnumerateObject().First()),
            _ => true,
        });

    private static bool IsFilter(JsonProperty filter) => filter.Name switch
    {
        "prefix" or "suffix" or "equals-ignore-case" => filter.Value.ValueKind == JsonValueKind.String,
        "exists" => filter.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "numeric" => filter.Value.ValueKind == JsonValueKind.Array && filter.Value.GetArrayLength() is 2 or 4,
        "anything-but" => true,
        _ => false,
    };

    private static bool Fits(JsonElement value, JsonElement pattern) => pattern.EnumerateObject().All(field =>
        field.Name == "$or"
            ? field.Value.EnumerateArray().Any(choice => Fits(value, choice))
            : FieldFits(value, field));

    private static bool FieldFits(JsonElement value, JsonProperty field)
    {
        JsonElement? inner = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(field.Name, out var found) ? found : null;
        return field.Value.ValueKind == JsonValueKind.Object
            ? Fits(inner ?? default, field.Value)
            : field.Value.EnumerateArray().Any(choice => ChoiceFits(inner, choice));
    }

    // When the event has a list, one of its items has to match.
    private static bool ChoiceFits(JsonElement? value, JsonElement choice) =>
        choice.ValueKind == JsonValueKind.Object && choice.EnumerateObject().First() is { Name: "exists" } exists
            ? exists.Value.GetBoolean() == value.HasValue
            : value is { } one && (one.ValueKind == JsonValueKind.Array
                ? one.EnumerateArray().Any(item => OneFits(item, choice))
                : OneFits(one, choice));

    private static bool OneFits(JsonElement value, JsonElement choice)
    {
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return JsonElement.DeepEquals(value, choice);
        }

        var filter = choice.EnumerateObject().First();
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return filter.Name switch
        {
            "prefix" => text?.StartsWith(filter.Value.GetString()!, StringComparison.Ordinal) == true,
            "suffix" => text?.EndsWith(filter.Value.GetString()!, StringComparison.Ordinal) == true,
            "equals-ignore-case" => string.Equals(text, filter.Value.GetString(), StringComparison.OrdinalIgnoreCase),
            "numeric" => value.ValueKind == JsonValueKind.Number && IsInRange(value.GetDouble(), filter.Value),
            _ => filter.Value.ValueKind == JsonValueKind.Array
                ? !filter.Value.EnumerateArray().Any(excluded => OneFits(value, excluded))
                : !OneFits(value, filter.Value),
        };
    }

    private static bool IsInRange(double value, JsonElement range) => range.EnumerateArray().Chunk(2).All(bound =>
    {
        var limit = double.Parse(bound[1].GetRawText(), CultureInfo.InvariantCulture);
        return bound[0].GetString() switch
        {
            "=" => value == limit,
            "<" => value < limit,
            "<=" => value <= limit,
            ">" => value > limit,
            ">=" => value >= limit,
            _ => false,
        };
    });
}
