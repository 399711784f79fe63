using System.Text.RegularExpressions;
using JsonValues;
using Local.Protocol;

namespace Local.StepFunctions;

/// <summary>A tag of a state machine or an activity.</summary>
internal sealed record Tag(string Key, string Value);

/// <summary>Step Functions' rules for tags.</summary>
/// <remarks>
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_Tag.html for their lengths and characters,
/// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html for their number and the reserved prefix. AWS does not
/// document the texts of the errors.
/// </remarks>
internal static partial class Tags
{
    private const int Most = 50;
    private const int LongestKey = 128;
    private const int LongestValue = 256;

    /// <summary>The tags of a request, of which a later one replaces an earlier one with the same key; none where the member is missing.</summary>
    /// <exception cref="AwsException">A tag is not as Step Functions takes it, or there are too many.</exception>
    public static IReadOnlyList<Tag> Of(JsonObject request) => request.Given("tags") switch
    {
        null => [],
        JsonArray tags => With([], [.. tags.Select((tag, place) => Read(tag, $"tags.{place + 1}"))]),
        _ => throw new AwsException("SerializationException", "The member 'tags' should be a list of objects."),
    };

    /// <exception cref="AwsException">Together they are more than a resource may have.</exception>
    public static IReadOnlyList<Tag> With(IReadOnlyList<Tag> tags, IReadOnlyList<Tag> added)
    {
        var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags.Concat(added))
        {
            values[tag.Key] = tag.Value;
        }

        return values.Count <= Most
            ? [.. values.Select(tag => new Tag(tag.Key, tag.Value))]
            : throw new AwsException("TooManyTags", $"A resource may have {Most} tags, and would have {values.Count}.");
    }

    public static JsonArray ToJson(IEnumerable<Tag> tags) => JsonArray.Of(tags.Select(tag => JsonObject.Of(("key", tag.Key), ("value", tag.Value))));

    private static Tag Read(Json tag, string place)
    {
        if (tag is not JsonObject members)
        {
            throw new AwsException("SerializationException", "The member 'tags' should be a list of objects.");
        }

        var key = Text(members, "key", LongestKey, place) ?? throw AwsException.Missing($"{place}.key");
        var value = Text(members, "value", LongestValue, place) ?? "";
        if (key.Length == 0)
        {
            throw AwsException.Invalid($"{place}.key", key, "Member must have length greater than or equal to 1");
        }

        return key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)
            ? throw AwsException.Invalid($"{place}.key", key, "Keys that begin with 'aws:' are reserved for AWS")
            : new(key, value);
    }

    private static string? Text(JsonObject tag, string member, int longest, string place) => tag.TextOrNull(member) switch
    {
        { } text when text.Length > longest =>
            throw AwsException.Invalid($"{place}.{member}", text, $"Member must have length less than or equal to {longest}"),
        { } text when !Allowed().IsMatch(text) => throw AwsException.Invalid(
            $"{place}.{member}", text, "Tags may only contain Unicode letters, digits, white space, or these symbols: _ . : / = + - @"),
        var text => text,
    };

    [GeneratedRegex(@"\A[\p{L}\p{Nd}\p{Z}\s_.:/=+\-@]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}
