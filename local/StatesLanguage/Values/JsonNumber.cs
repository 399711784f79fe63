using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace StatesLanguage;

/// <summary>A number: an integer of any length, or a double.</summary>
public sealed class JsonNumber : Json
{
    private static readonly JsonNumber[] Small = [.. Enumerable.Range(-1, 258).Select(n => new JsonNumber(n, n, null))];

    private readonly long integer;
    private readonly string? digits;

    private JsonNumber(double value, long integer, string? digits)
    {
        Value = value;
        this.integer = integer;
        this.digits = digits;
    }

    /// <summary>The number as a double, rounded where an integer has more digits than a double.</summary>
    public double Value { get; }

    /// <summary>Written without fraction and exponent.</summary>
    public bool IsInteger => digits is not "";

    public override int Utf8Length
    {
        get
        {
            Span<byte> text = stackalloc byte[32];
            return digits is null && Utf8Formatter.TryFormat(integer, text, out var written) ? written : Text.Length;
        }
    }

    private string Text => digits switch
    {
        null => integer.ToString(CultureInfo.InvariantCulture),
        "" => Format(Value),
        _ => digits,
    };

    public static new JsonNumber Of(long value) =>
        value is >= -1 and <= 256 ? Small[value + 1] : new JsonNumber(value, value, null);

    /// <summary>A double, also where it has no fraction.</summary>
    public static new JsonNumber Of(double value) => new(value, 0, "");

    /// <summary>The integer a double equals, or else the double.</summary>
    public static JsonNumber OfWhole(double value) =>
        Math.Abs(value) < 1L << 53 && Math.Floor(value) == value ? Of((long)value) : Of(value);

    /// <summary>Reads a number as JSON writes it.</summary>
    public static JsonNumber Read(ReadOnlySpan<byte> utf8)
    {
        if (Utf8Parser.TryParse(utf8, out long integer, out var used) && used == utf8.Length)
        {
            return Of(integer);
        }

        var text = Encoding.ASCII.GetString(utf8);
        var value = double.Parse(text, CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'e', 'E') ? Of(value) : new JsonNumber(value, 0, text);
    }

    public bool TryGetInt64(out long value)
    {
        value = integer;
        return digits is null;
    }

    public override bool Equals(Json? other) => other is JsonNumber number && number.Value.Equals(Value) &&
        (digits is null or "" || number.digits is null or "" || digits == number.digits);

    public override int GetHashCode() => Value.GetHashCode();

    public override void Write(Utf8Buffer buffer)
    {
        if (digits is null)
        {
            buffer.Write(integer);
        }
        else
        {
            buffer.WriteAscii(Text);
        }
    }

    /// <summary>A double as Java writes it: <c>1.0</c>, <c>0.001</c>, <c>1.0E10</c>.</summary>
    private static string Format(double value)
    {
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
