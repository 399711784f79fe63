using System.Text.Json;
using System.Text.RegularExpressions;
using Kinesis.Store;
using Kinesis.Wire;

namespace Kinesis.Operations;

/// <summary>A stream's tags.</summary>
internal sealed partial class TagOperations(StreamStore store)
{
    private const int Most = 50;

    public Task AddAsync(JsonElement request) => store.ChangeAsync(request.Stream(), stream =>
    {
        var tags = new SortedDictionary<string, string>(stream.Tags, StringComparer.Ordinal);
        Add(tags, request, stream.Name, store.Options.Account);
        return stream with { Tags = tags };
    });

    public Task RemoveAsync(JsonElement request) => store.ChangeAsync(request.Stream(), stream =>
    {
        var keys = request.GetProperty("TagKeys").EnumerateArray().Select(key => key.GetString()!).ToList();
        Check(keys, $"Failed to remove tags from stream {stream.Name} under account {store.Options.Account}");
        var tags = new SortedDictionary<string, string>(stream.Tags, StringComparer.Ordinal);
        foreach (var key in keys)
        {
            tags.Remove(key);
        }

        return stream with { Tags = tags };
    });

    public void List(JsonElement request, Utf8JsonWriter json)
    {
        var after = request.TextOrNull("ExclusiveStartTagKey");
        var limit = request.WholeOrNull("Limit") ?? Most;
        var tags = store.Get(request.Stream()).Tags.Where(tag => after is null || string.CompareOrdinal(tag.Key, after) > 0).ToList();
        json.WriteStartArray("Tags");
        foreach (var (key, value) in tags.Take(limit))
        {
            json.WriteStartObject();
            json.WriteString("Key", key);
            json.WriteString("Value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("HasMoreTags", tags.Count > limit);
    }

    /// <summary>Adds the tags of a request, where it has some.</summary>
    /// <exception cref="KinesisException">One is written wrong, or there are too many.</exception>
    public static void Add(SortedDictionary<string, string> tags, JsonElement request, string stream, string account)
    {
        if (request.Member("Tags") is not { } added)
        {
            return;
        }

        var failed = $"Failed to add tags to stream {stream} under account {account}";
        Check(added.EnumerateObject().SelectMany(tag => new[] { tag.Name, tag.Value.GetString() ?? "" }), failed);
        foreach (var tag in added.EnumerateObject())
        {
            tags[tag.Name] = tag.Value.GetString() ?? "";
        }

        if (tags.Count > Most)
        {
            // AWS's text has an older limit.
            throw KinesisException.Argument($"{failed} because a given stream cannot have more than 10 tags associated with it.");
        }
    }

    private static void Check(IEnumerable<string> texts, string failed)
    {
        foreach (var text in texts)
        {
            if (Invalid().IsMatch(text))
            {
                throw KinesisException.Argument(
                    "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.");
            }

            if (text.Contains('%', StringComparison.Ordinal))
            {
                throw KinesisException.Argument(
                    $"{failed} because some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@'.");
            }
        }
    }

    [GeneratedRegex(@"[^\u00C0-\u1FFF\u2C00-\uD7FFa-zA-Z0-9_./=+ @%-]")]
    private static partial Regex Invalid();
}
