namespace JsonValues;

/// <summary>
/// A JSON value that never changes, so that states, branches and histories share it without copying. Object members
/// keep their order, integers their digits.
/// </summary>
public abstract class Json : IEquatable<Json>
{
    [ThreadStatic]
    private static Utf8Buffer? plainScratch;

    [ThreadStatic]
    private static Utf8Buffer? quotedScratch;

    /// <summary>Levels of arrays and objects that a value may have: readers of JSON text elsewhere refuse deeper ones, too.</summary>
    public const int DeepestNesting = 1000;

    private byte[]? quoted;

    private protected Json()
    {
    }

    public static JsonNull Null { get; } = JsonNull.Instance;

    public static JsonBoolean True => JsonBoolean.True;

    public static JsonBoolean False => JsonBoolean.False;

    /// <summary>Bytes of the value as compact JSON text in UTF-8: what payload limits count.</summary>
    public abstract int Utf8Length { get; }

    /// <summary>Levels of arrays and objects: 0 for text, numbers and the like.</summary>
    internal virtual int Depth => 0;

    // Members are written as what they are: ("name", machine.Name), ("itemCount", 3). A text that is null is JSON's null.
    public static implicit operator Json(string? value) => Of(value);

    public static implicit operator Json(long value) => Of(value);

    public static implicit operator Json(long? value) => value is { } number ? Of(number) : Null;

    public static implicit operator Json(double value) => Of(value);

    public static implicit operator Json(bool value) => Of(value);

    /// <summary>Reads one JSON value, and nothing after it.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not JSON.</exception>
    public static Json Parse(string text) => JsonText.Parse(text);

    /// <inheritdoc cref="Parse(string)"/>
    public static Json Parse(ReadOnlySpan<byte> utf8) => JsonText.Parse(utf8);

    /// <summary>Reads one JSON value in which each object has each name once, and nothing after it.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not JSON, or an object has a name twice.</exception>
    public static Json ParseUnique(ReadOnlySpan<byte> utf8) => JsonText.Parse(utf8, mayRepeatNames: false);

    public static Json Of(string? value) => value is null ? Null : new JsonString(value);

    public static Json Of(long value) => JsonNumber.Of(value);

    public static Json Of(double value) => JsonNumber.Of(value);

    public static Json Of(decimal value) => JsonNumber.Of(value);

    public static Json Of(bool value) => value ? True : False;

    /// <summary>The value that is reached by one member after the other.</summary>
    /// <returns>Null where a member is missing, or where there is no object to have it.</returns>
    public Json? Find(params ReadOnlySpan<string> names)
    {
        var found = this;
        foreach (var name in names)
        {
            found = (found as JsonObject)?[name];
        }

        return found;
    }

    /// <summary>The text that is reached by one member after the other.</summary>
    /// <returns>Null where there is none, or where there is a value of another kind.</returns>
    public string? FindText(params ReadOnlySpan<string> names) => (Find(names) as JsonString)?.Value;

    public abstract bool Equals(Json? other);

    public sealed override bool Equals(object? obj) => obj is Json other && Equals(other);

    public abstract override int GetHashCode();

    /// <summary>Compact JSON text.</summary>
    public sealed override string ToString()
    {
        using var buffer = new Utf8Buffer();
        Write(buffer);
        return buffer.ToString();
    }

    public byte[] ToUtf8()
    {
        using var buffer = new Utf8Buffer();
        Write(buffer);
        return buffer.Written.ToArray();
    }

    /// <summary>Writes compact JSON text: only what JSON must escape is escaped.</summary>
    public abstract void Write(Utf8Buffer buffer);

    /// <summary>Writes the value's JSON text as a JSON string, quotes included: the form in which histories carry data.</summary>
    /// <remarks>The text is kept, because what one state puts out the next takes in, and both are recorded.</remarks>
    internal void WriteQuoted(Utf8Buffer buffer)
    {
        if (this is JsonNumber or JsonBoolean or JsonNull)
        {
            // These texts need no escapes.
            buffer.Write((byte)'"');
            Write(buffer);
            buffer.Write((byte)'"');
        }
        else
        {
            buffer.Write(quoted ??= Quote());
        }
    }

    private byte[] Quote()
    {
        var plain = plainScratch ??= new Utf8Buffer();
        var text = quotedScratch ??= new Utf8Buffer();
        plain.Clear();
        text.Clear();
        Write(plain);
        text.WriteQuoted(plain.Written);
        return text.Written.ToArray();
    }
}

public sealed class JsonNull : Json
{
    internal static readonly JsonNull Instance = new();

    private JsonNull()
    {
    }

    public override int Utf8Length => 4;

    public override bool Equals(Json? other) => other is JsonNull;

    public override int GetHashCode() => 0;

    public override void Write(Utf8Buffer buffer) => buffer.Write("null"u8);
}

public sealed class JsonBoolean : Json
{
    public static new readonly JsonBoolean True = new(true);
    public static new readonly JsonBoolean False = new(false);

    private JsonBoolean(bool value) => Value = value;

    public bool Value { get; }

    public override int Utf8Length => Value ? 4 : 5;

    public override bool Equals(Json? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Value ? 1 : 2;

    public override void Write(Utf8Buffer buffer) => buffer.Write(Value ? "true"u8 : "false"u8);
}

public sealed class JsonString(string value) : Json
{
    public string Value { get; } = value;

    public override int Utf8Length => Utf8Buffer.LengthOf(Value);

    public override bool Equals(Json? other) => other is JsonString text && text.Value == Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override void Write(Utf8Buffer buffer) => buffer.WriteString(Value);
}
