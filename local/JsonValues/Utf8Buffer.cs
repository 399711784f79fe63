using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace JsonValues;

/// <summary>A growing, pooled buffer that JSON text is written into.</summary>
public sealed class Utf8Buffer : IDisposable
{
    // All but controls, the quote and the backslash: what stands in JSON text as it is.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', 0x7f - ' ').Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(256);
    private int length;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public ReadOnlyMemory<byte> WrittenMemory => bytes.AsMemory(0, length);

    public int Length => length;

    /// <summary>Bytes of a text as a JSON string, quotes included.</summary>
    public static int LengthOf(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text.Length + 2;
        }

        var escapes = 0;
        foreach (var c in text)
        {
            escapes += c switch
            {
                '"' or '\\' or '\b' or '\f' or '\n' or '\r' or '\t' => 1,
                < ' ' => 5,
                _ => 0,
            };
        }

        return Encoding.UTF8.GetByteCount(text) + escapes + 2;
    }

    public void Clear() => length = 0;

    public void Write(byte value)
    {
        if (length == bytes.Length)
        {
            Grow(1);
        }

        bytes[length++] = value;
    }

    public void Write(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        length += text.Length;
    }

    public void Write(long value)
    {
        _ = Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        length += written;
    }

    public void WriteAscii(ReadOnlySpan<char> text)
    {
        length += Encoding.ASCII.GetBytes(text, Reserve(text.Length));
    }

    /// <summary>Writes a text as a JSON string, quotes included.</summary>
    public void WriteString(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            var room = Reserve(text.Length + 2);
            room[0] = (byte)'"';
            Encoding.ASCII.GetBytes(text, room[1..]);
            room[text.Length + 1] = (byte)'"';
            length += text.Length + 2;
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var utf8 = ArrayPool<byte>.Shared.Rent(most);
        WriteQuoted(utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8)));
        ArrayPool<byte>.Shared.Return(utf8);
    }

    /// <summary>Writes UTF-8 text as a JSON string, quotes included.</summary>
    public void WriteQuoted(ReadOnlySpan<byte> utf8)
    {
        Write((byte)'"');
        while (utf8.IndexOfAny(Escaped) is >= 0 and var next)
        {
            Write(utf8[..next]);
            WriteEscaped(utf8[next]);
            utf8 = utf8[(next + 1)..];
        }

        Write(utf8);
        Write((byte)'"');
    }

    private void WriteEscaped(byte b)
    {
        Write((byte)'\\');
        switch (b)
        {
            case (byte)'"' or (byte)'\\':
                Write(b);
                break;
            case (byte)'\n':
                Write((byte)'n');
                break;
            case (byte)'\r':
                Write((byte)'r');
                break;
            case (byte)'\t':
                Write((byte)'t');
                break;
            case (byte)'\b':
                Write((byte)'b');
                break;
            case (byte)'\f':
                Write((byte)'f');
                break;
            default:
                WriteAscii($"u{b:X4}");
                break;
        }
    }

    public override string ToString() => Encoding.UTF8.GetString(Written);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        length = 0;
    }

    /// <summary>Room for so many bytes, without counting them as written.</summary>
    private Span<byte> Reserve(int size)
    {
        if (bytes.Length - length < size)
        {
            Grow(size);
        }

        return bytes.AsSpan(length);
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, length + size));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
