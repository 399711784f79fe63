using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Local.Report;

/// <summary>Markup. What is put into it is escaped, unless it is markup itself.</summary>
internal readonly struct Html(string source)
{
    public static Html Empty { get; } = new("");

    /// <summary><c>Html.Of($"&lt;td&gt;{name}&lt;/td&gt;")</c>: the literal is markup, the holes are text.</summary>
    public static Html Of(Writer markup) => new(markup.ToString());

    /// <summary>Markup that was made elsewhere, and of which every part from data is escaped already.</summary>
    public static Html Trusted(string source) => new(source);

    public override string ToString() => source ?? "";

    /// <summary>Fills the holes: markup as it is, sequences of markup one after the other, all else as escaped text.</summary>
    [InterpolatedStringHandler]
    public readonly struct Writer(int literalLength, int holes)
    {
        private readonly StringBuilder markup = new(literalLength + (16 * holes));

        public void AppendLiteral(string literal) => markup.Append(literal);

        public void AppendFormatted(Html part) => markup.Append(part.ToString());

        public void AppendFormatted(IEnumerable<Html> parts)
        {
            foreach (var part in parts)
            {
                markup.Append(part.ToString());
            }
        }

        public void AppendFormatted(string? text) => markup.Append(WebUtility.HtmlEncode(text));

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable =>
            AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

        public override string ToString() => markup.ToString();
    }
}
