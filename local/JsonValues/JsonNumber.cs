using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace JsonValues;

/// <summary>A number: an integer of any length, or a double.</summary>
public sealed class JsonNumber : Json
{
    private static readonly JsonNumber[] Small = [.. Enumerable.Range(-1, 258).Select(n => new JsonNumber(n, n, null))];

    // Null where the number was not written as an integer, or has more than 64 bits.
    private readonly long? integer;
    private string? text;

    private JsonNumber(double value, long? integer, string? text)
    {
        Value = value;
        this.integer = integer;
        this.text = text;
    }

    /// <summary>The number as a double, rounded where an integer has more digits than a double.</summary>
    public double Value { get; }

    public override int Utf8Length
    {
        get
        {
            Span<byte> room = stackalloc byte[20];
            return integer is { } whole && Utf8Formatter.TryFormat(whole, room, out var written) ? written : Text.Length;
        }
    }

    private string Text => text ??= integer?.ToString(CultureInfo.InvariantCulture) ?? Format(Value);

    public static new JsonNumber Of(long value) =>
        value is >= -1 and <= 256 ? Small[value + 1] : new JsonNumber(value, value, null);

    /// <summary>A double, also where it has no fraction.</summary>
    public static new JsonNumber Of(double value) => new(value, null, null);

    /// <summary>A decimal, which is written with its digits: no exponent, no rounding.</summary>
    public static new JsonNumber Of(decimal value) => value.Scale == 0 && value is >= long.MinValue and <= long.MaxValue
        ? Of((long)value)
        : new JsonNumber((double)value, null, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads a number as JSON writes it.</summary>
    public static JsonNumber Read(ReadOnlySpan<byte> utf8)
    {
        if (Utf8Parser.TryParse(utf8, out long integer, out var used) && used == utf8.Length)
        {
            return Of(integer);
        }

        var text = Encoding.ASCII.GetString(utf8);
        var value = double.Parse(text, CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'e', 'E') && double.IsFinite(value) ? Of(value) : new JsonNumber(value, null, text);
    }

    public bool TryGetInt64(out long value)
    {
        value = integer.GetValueOrDefault();
        return integer.HasValue;
    }

    public override bool Equals(Json? other) => other is JsonNumber number && (integer, number.integer) switch
    {
        ({ } a, { } b) => a == b,
        (null, null) => Text == number.Text,
        _ => Value.Equals(number.Value),
    };

    public override int GetHashCode() => Value.GetHashCode();

    public override void Write(Utf8Buffer buffer)
    {
        if (integer is { } whole)
        {
            buffer.Write(whole);
        }
        else
        {
            buffer.WriteAscii(Text);
        }
    }

    /// <summary>A double as Java writes it: <c>1.0</c>, <c>0.001</c>, <c>1.0E10</c>.</summary>
    private static string Format(double value)
    {
        // JSON has no number for it.
        if (!double.IsFinite(value))
        {
            return "null";
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var size = Math.Abs(value);
        if (size is 0 or (>= 1e-3 and < 1e7))
        {
            var plain = text.Contains('E') ? value.ToString("0.0###################", CultureInfo.InvariantCulture) : text;
            return plain.Contains('.') ? plain : plain + ".0";
        }

        var scientific = text.Contains('E') ? text : value.ToString("E16", CultureInfo.InvariantCulture);
        var mark = scientific.IndexOf('E', StringComparison.Ordinal);
        var mantissa = text.Contains('E') ? scientific[..mark] : Mantissa(text);
        var exponent = int.Parse(scientific[(mark + 1)..], CultureInfo.InvariantCulture);
        return $"{(mantissa.Contains('.') ? mantissa : mantissa + ".0")}E{exponent}";
    }

    // "12345678.25" -> "1.234567825"; the shortest digits that read back are kept.
    private static string Mantissa(string text)
    {
        var sign = text.StartsWith('-') ? "-" : "";
        var figures = text.TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        return $"{sign}{figures[0]}.{(figures.Length > 1 ? figures[1..] : "0")}";
    }
}
