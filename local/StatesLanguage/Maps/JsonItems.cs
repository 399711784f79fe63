using System.Runtime.CompilerServices;
using System.Text.Json;

namespace StatesLanguage.Maps;

/// <summary>Reads the items of a JSON text one after the other, so that memory holds one of them and never the text.</summary>
/// <param name="stream">The text, in UTF-8.</param>
/// <param name="name">The name of the object in errors: <c>s3://bucket/key</c>.</param>
internal sealed class JsonItems(Stream stream, string name)
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;
    private bool ended;
    private JsonReaderState state = new(JsonText.Options);

    /// <param name="pointer">The place of the items in the text (RFC 6901); null when the text itself is the items.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The elements of an array, or the members of an object as <c>Key</c> and <c>Value</c>.</returns>
    /// <exception cref="ItemReaderException">It is not JSON, has no items there, or one that is too long.</exception>
    public async IAsyncEnumerable<Json> ReadAsync(string? pointer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await FillAsync(cancellation);
        if (buffer.AsSpan(0, end).StartsWith(ByteOrderMark))
        {
            start = ByteOrderMark.Length;
        }

        var token = await NextAsync(cancellation);
        foreach (var step in Steps(pointer))
        {
            token = await FindAsync(token, step, cancellation);
        }

        if (token.Type is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            throw new ItemReaderException("Attempting to map over non-iterable node.");
        }

        while (await ItemAsync(token.Type, cancellation) is { } item)
        {
            yield return item;
        }

        // The text after the items is read too, so that an incomplete text is an error.
        while ((await NextAsync(cancellation)).Type != JsonTokenType.None)
        {
        }
    }

    private static IEnumerable<string> Steps(string? pointer) => (pointer ?? "").Split('/').Skip(1)
        .Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));

    private async ValueTask<Json?> ItemAsync(JsonTokenType owner, CancellationToken cancellation)
    {
        if (owner == JsonTokenType.StartArray)
        {
            return await ValueAsync(cancellation);
        }

        var member = await NextAsync(cancellation);
        return member.Type == JsonTokenType.PropertyName
            ? JsonObject.Of(("Key", Json.Of(member.Name)), ("Value", (await ValueAsync(cancellation))!))
            : null;
    }

    /// <summary>Goes to the first token of a member or an element.</summary>
    private async ValueTask<Token> FindAsync(Token owner, string step, CancellationToken cancellation)
    {
        var index = owner.Type == JsonTokenType.StartArray && int.TryParse(step, out var number) && number >= 0 ? number : -1;
        if (owner.Type != JsonTokenType.StartObject && index < 0)
        {
            throw NoMatch();
        }

        while (true)
        {
            var token = await NextAsync(cancellation);
            var found = token.Type == JsonTokenType.PropertyName ? token.Name == step : index-- == 0;
            if (token.Type is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                throw NoMatch();
            }

            if (token.Type == JsonTokenType.PropertyName)
            {
                token = await NextAsync(cancellation);
            }

            if (found)
            {
                return token;
            }

            await SkipAsync(token, cancellation);
        }
    }

    private async ValueTask SkipAsync(Token first, CancellationToken cancellation)
    {
        var depth = Change(first);
        while (depth > 0)
        {
            depth += Change(await NextAsync(cancellation));
        }

        static int Change(Token token) => token.Type switch
        {
            JsonTokenType.StartArray or JsonTokenType.StartObject => 1,
            JsonTokenType.EndArray or JsonTokenType.EndObject => -1,
            _ => 0,
        };
    }

    private async ValueTask<Token> NextAsync(CancellationToken cancellation)
    {
        Token token;
        while (!TryNext(out token))
        {
            await FillAsync(cancellation);
        }

        return token;
    }

    /// <returns>The value that comes next; null at the end of the array.</returns>
    private async ValueTask<Json?> ValueAsync(CancellationToken cancellation)
    {
        Json? value;
        while (!TryValue(out value))
        {
            await FillAsync(cancellation);
        }

        return value;
    }

    private bool TryNext(out Token token)
    {
        try
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), ended, state);
            var read = reader.Read();
            if (read && reader.BytesConsumed - reader.TokenStartIndex > ItemMemory.LongestItem)
            {
                throw TooLong();
            }

            token = !read ? default : new(reader.TokenType, reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null);
            Advance(reader);
            return read || ended;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Invalid(exception);
        }
    }

    private bool TryValue(out Json? value)
    {
        value = null;
        try
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), ended, state);
            if (!reader.Read())
            {
                return false;
            }

            var from = (int)reader.TokenStartIndex;
            if (!reader.TrySkip())
            {
                return false;
            }

            if (reader.BytesConsumed - from > ItemMemory.LongestItem)
            {
                throw TooLong();
            }

            value = reader.TokenType == JsonTokenType.EndArray && from == reader.TokenStartIndex
                ? null
                : Json.Parse(buffer.AsSpan(start + from, (int)reader.BytesConsumed - from));
            Advance(reader);
            return true;
        }
        catch (JsonException exception)
        {
            throw Invalid(exception);
        }
    }

    private void Advance(in Utf8JsonReader reader)
    {
        start += (int)reader.BytesConsumed;
        state = reader.CurrentState;
    }

    /// <summary>Fills the buffer behind what was not read yet; doubles it when it is full of one value.</summary>
    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        var left = end - start;
        if (left > ItemMemory.LongestItem)
        {
            throw TooLong();
        }

        var target = left > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        buffer.AsSpan(start, left).CopyTo(target);
        (buffer, start, end) = (target, 0, left);
        var read = await stream.ReadAtLeastAsync(buffer.AsMemory(end), buffer.Length - end, throwOnEndOfStream: false, cancellation);
        ended = end + read < buffer.Length;
        end += read;
    }

    private ItemReaderException Invalid(Exception exception) => new($"The object {name} is not valid JSON: {exception.Message}");

    private ItemReaderException TooLong() => new($"A value of {name} is longer than {ItemMemory.LongestItem >> 20} MiB, which no item may be.");

    private static ItemReaderException NoMatch() =>
        new("The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.");

    private readonly record struct Token(JsonTokenType Type, string? Name);
}
