using System.Globalization;
using System.Text;

namespace Lake.S3;

/// <summary>
/// Keys as the paths of files. A key that is a plain path is that path. What no file's name can be is written with <see cref="Mark"/>,
/// so that every key stays inside its bucket's folder, has one file, and is read back from that file's path.
/// </summary>
/// <remarks>
/// A mark and two hexadecimal digits are a character (<c>25</c>: the mark itself), a mark and <c>_</c> an empty part between slashes.
/// A folder that ends with a mark and <c>+</c> holds the rest of a part that is longer than a name may be. A file that ends with a
/// mark and <c>=</c> is an object whose key is also the folder of others.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
/// </remarks>
internal static class S3Key
{
    /// <summary>A full-width per cent sign: it stands in no name that Hive, Spark or Athena writes.</summary>
    private const char Mark = '\uFF05';

    private const char Empty = '_';
    private const char GoesOn = '+';
    private const char BesideItsFolder = '=';

    private const int LongestKey = 1024;

    // Bytes: what file systems take of a name.
    private const int LongestName = 255;

    // Linux takes 4,096 bytes, of which the data folder has the rest.
    private const int LongestPath = 3_500;

    private const int ShortestBucket = 3;
    private const int LongestBucket = 63;

    private const string NotOnWindows = "<>:\"|?*\\";

    private static readonly string[] Devices =
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => new[] { Invariant($"COM{n}"), Invariant($"LPT{n}") })];

    /// <exception cref="S3Exception">The name is not a bucket's.</exception>
    public static void CheckBucket(string bucket)
    {
        if (bucket.Length is < ShortestBucket or > LongestBucket
            || !bucket.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
            || !char.IsAsciiLetterOrDigit(bucket[0])
            || !char.IsAsciiLetterOrDigit(bucket[^1])
            || bucket.Contains("..", StringComparison.Ordinal))
        {
            throw new S3Exception(
                "InvalidBucketName",
                $"'{bucket}' is not a bucket's name: 3 to 63 lower-case letters, digits, hyphens and single dots.");
        }
    }

    /// <returns>The path of a key's file below its bucket's folder, with slashes.</returns>
    /// <exception cref="S3Exception">S3 has no such key, or its path is longer than a file's may be.</exception>
    public static string PathOf(string key) => PathOf(key, OperatingSystem.IsWindows());

    /// <inheritdoc cref="PathOf(string)"/>
    internal static string PathOf(string key, bool onWindows)
    {
        if (key.Length == 0)
        {
            throw new S3Exception("InvalidArgument", "A key has at least one character.");
        }

        if (!IsUnicode(key))
        {
            throw new S3Exception("InvalidArgument", $"The key '{Printable(key)}' holds half a character.");
        }

        if (Length(key) > LongestKey)
        {
            throw new S3Exception("KeyTooLongError", "Your key is too long: a key has up to 1024 bytes in UTF-8.");
        }

        var path = Written(key, onWindows);
        return Length(path) <= LongestPath
            ? path
            : throw new S3Exception(
                "KeyTooLongError", $"The key '{Printable(key)}' has so many characters which no file's name may have that its path would be too long.");
    }

    /// <returns>The path of the folder of all keys that start with a prefix, which ends with a slash or is empty.</returns>
    public static string FolderOf(string prefix) => prefix.Length == 0 ? "" : Written(prefix[..^1], OperatingSystem.IsWindows());

    /// <returns>Where the object of a path is kept while that path is a folder.</returns>
    public static string Beside(string path) => $"{path}{Mark}{BesideItsFolder}";

    /// <returns>The key of a file; null where the path is none that a key has.</returns>
    public static string? Of(string path) => Of(path, OperatingSystem.IsWindows());

    /// <inheritdoc cref="Of(string)"/>
    internal static string? Of(string path, bool onWindows)
    {
        if (!path.Any(c => c == Mark || IsControl(c)))
        {
            return path;
        }

        var plain = path.EndsWith(Beside(""), StringComparison.Ordinal) ? path[..^2] : path;
        var key = Read(plain);
        return key.Length > 0 && IsUnicode(key) && Written(key, onWindows) == plain ? key : null;
    }

    private static string Read(string path)
    {
        var key = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            var next = i + 1 < path.Length ? path[i + 1] : '\0';
            if (path[i] != Mark || next == BesideItsFolder || !IsMarked(path.AsSpan(i)))
            {
                key.Append(path[i]);
            }
            else if (next is Empty)
            {
                i++;
            }
            else if (next is GoesOn)
            {
                // And the slash.
                i += 2;
            }
            else
            {
                var code = byte.Parse(path.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                key.Append(code == '%' ? Mark : (char)code);
                i += 2;
            }
        }

        return key.ToString();
    }

    private static string Written(string key, bool onWindows) =>
        string.Join('/', key.Split('/').SelectMany(part => Names(part, onWindows)));

    /// <summary>The name of a part between slashes: several where it is too long for one.</summary>
    private static IEnumerable<string> Names(string part, bool onWindows)
    {
        if (part.Length == 0)
        {
            return [$"{Mark}{Empty}"];
        }

        // Most parts are names as they are.
        var isName = !onWindows && part is not ("." or "..") && !part.Any(c => c == Mark || IsControl(c)) && Length(part) <= LongestName;
        return isName ? [part] : Cut([.. Pieces(part, onWindows)]);
    }

    private static IEnumerable<string> Pieces(string part, bool onWindows)
    {
        var dots = part is "." or "..";
        var device = onWindows && Devices.Contains(part.Split('.')[0].TrimEnd(), StringComparer.OrdinalIgnoreCase);
        var at = 0;
        foreach (var rune in part.EnumerateRunes())
        {
            var isLast = at + rune.Utf16SequenceLength == part.Length;
            var c = rune.IsBmp ? (char)rune.Value : '\uFFFD';
            yield return c == Mark ? (IsMarked(part.AsSpan(at)) ? Code('%') : c.ToString())
                : IsControl(c) || (dots && c == '.') ? Code(c)
                : onWindows && rune.IsAscii && (NotOnWindows.Contains(c, StringComparison.Ordinal) || (isLast && c is '.' or ' ') || (device && at == 0)) ? Code(c)
                : rune.ToString();
            at += rune.Utf16SequenceLength;
        }
    }

    private static IEnumerable<string> Cut(string[] pieces)
    {
        var end = $"{Mark}{GoesOn}";
        var room = pieces.Sum(Length) <= LongestName ? LongestName : LongestName - Length(end);
        var name = new StringBuilder();
        var length = 0;
        foreach (var piece in pieces)
        {
            if (length + Length(piece) > room)
            {
                yield return name.Append(end).ToString();
                name.Clear();
                length = 0;
            }

            name.Append(piece);
            length += Length(piece);
        }

        // What is left of a long part may be a dot or two, which would be a folder's name.
        yield return name.ToString() is "." or ".." ? string.Concat(Enumerable.Repeat(Code('.'), name.Length)) : name.ToString();
    }

    /// <summary>Whether a mark is followed by what it would be read with.</summary>
    private static bool IsMarked(ReadOnlySpan<char> text) => text.Length > 1
        && (text[1] is Empty or GoesOn or BesideItsFolder || (text.Length > 2 && text[1] is >= '0' and <= '7' && IsUpperHex(text[2])));

    private static bool IsUpperHex(char c) => c is (>= '0' and <= '9') or (>= 'A' and <= 'F');

    private static bool IsControl(char c) => c is < ' ' or '\x7F';

    private static bool IsUnicode(string text) => !text.Where((c, i) =>
        (char.IsHighSurrogate(c) && !(i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])))
        || (char.IsLowSurrogate(c) && !(i > 0 && char.IsHighSurrogate(text[i - 1])))).Any();

    private static int Length(string text) => Encoding.UTF8.GetByteCount(text);

    private static string Code(char c) => Invariant($"{Mark}{(int)c:X2}");

    private static string Printable(string key) => string.Concat(key.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
