using System.Globalization;

namespace Local.Report;

/// <summary>The points of a line as SVG takes them, to a tenth of a pixel.</summary>
internal static class SvgPoints
{
    public static string Of(IEnumerable<(double X, double Y)> points) => string.Join(
        ' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
}
