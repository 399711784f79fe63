using FsCheck;
using FsCheck.Fluent;

namespace Chaos.Hostile;

/// <summary>
/// Text that was sound once: pieces are missing, doubled, moved, or replaced by what readers choke on. Of JSON, half stays
/// JSON and has other values.
/// </summary>
internal static class HostileText
{
    private static readonly string[] Pieces =
    [
        "\0", "\uFFFD", "\uD800", "\u202E", "\uFEFF", "\r", "\n", "\r\n", "\t", "\"", "'", "`", "\\", "\\u0000", "\\uD800", "/*", "--", ";", "#",
        "[", "]", "{", "}", "(", ")", "$", "$$", "$.", "$..", "[*]", "[?(@.a)]", "[?(@.a =~ /(a+)+$/)]", "[-1]", "[1:2:0]", "@", ",", ":", "|", "..", "../", "=",
        "-1", "0", "1e400", "-0", "99999999999999999999999999", "9223372036854775807", "-9223372036854775808", "0.1e-400", "NaN", "Infinity", "1_000",
        "null", "true", "{}", "[]", "\"\"", "States.Format('{}')", "States.ArrayRange(0,1000000000,1)", "States.MathRandom(1,0)", "$$.Execution", "2026-11-20T08:00:00Z",
        "9999-12-31T23:59:59.9999999Z", "'; DROP TABLE inventory; --", "<script>alert(1)</script>", "${LakeBucket}", "%s%n", new string('[', 2_000), new string('(', 2_000), new string('a', 70_000),
    ];

    /// <param name="sound">What the texts are made from.</param>
    public static Arbitrary<string> Of(params string[] sound) => Arb.From(
        from text in Gen.Elements(sound)
        from staysJson in Gen.Elements(false, HostileJson.IsJson(text))
        from edits in staysJson ? EditOfJson().ListOf(3) : Edit().ListOf(6)
        select edits.Aggregate(text, (edited, edit) => edit(edited)),
        Shorter);

    // A text without one of its parts, the largest parts first.
    private static IEnumerable<string> Shorter(string text)
    {
        for (var length = text.Length / 2; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= text.Length; start += length)
            {
                yield return text.Remove(start, length);
            }
        }
    }

    private static Gen<Func<string, string>> EditOfJson() =>
        from place in Gen.Choose(0, int.MaxValue - 1)
        from value in Gen.Elements<string>([.. HostileJson.Values])
        select new Func<string, string>(text => HostileJson.Replaced(text, place, value));

    private static Gen<Func<string, string>> Edit() =>
        from kind in Gen.Choose(0, 5)
        from at in Gen.Choose(0, int.MaxValue - 1)
        from other in Gen.Choose(0, int.MaxValue - 1)
        from length in Gen.Choose(1, 40)
        from piece in Gen.Elements(Pieces)
        select new Func<string, string>(text =>
        {
            var (start, end) = (at % (text.Length + 1), Math.Min(text.Length, (at % (text.Length + 1)) + length));
            return kind switch
            {
                0 => text.Insert(start, piece),
                1 => text.Remove(start, end - start),
                2 => string.Concat(text.AsSpan(0, start), piece, text.AsSpan(end)),
                3 => text.Insert(other % (text.Length + 1), text[start..end]),
                4 => text[..start],
                _ => text.Insert(start, ((char)(other % 0xFFFF)).ToString()),
            };
        });
}
