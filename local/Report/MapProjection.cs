namespace Local.Report;

/// <summary>Places on Earth as points of a drawing: flat, north up, true to scale around its centre.</summary>
internal sealed class MapProjection
{
    private const double KmPerDegree = 111.32;

    // Places closer together than this are drawn as close as they are, not blown up.
    private const double SmallestKm = 2;

    private readonly double longitude;
    private readonly double latitude;
    private readonly double narrowing;
    private readonly (double X, double Y) centre;
    private readonly double width;
    private readonly double height;

    /// <param name="margin">Pixels kept free at each side.</param>
    public MapProjection(
        IReadOnlyCollection<(double Latitude, double Longitude)> places, double width, double height, double margin)
    {
        (this.width, this.height) = (width, height);
        (latitude, longitude) = places.First();
        narrowing = Math.Cos(latitude * Math.PI / 180);

        var flat = places.Select(Flat).ToList();
        var (left, right) = (flat.Min(point => point.X), flat.Max(point => point.X));
        var (bottom, top) = (flat.Min(point => point.Y), flat.Max(point => point.Y));
        centre = ((left + right) / 2, (bottom + top) / 2);
        PixelsPerKm = Math.Min(
            (width - (2 * margin)) / Math.Max(right - left, SmallestKm),
            (height - (2 * margin)) / Math.Max(top - bottom, SmallestKm));
    }

    public double PixelsPerKm { get; }

    public (double X, double Y) Point(double latitude, double longitude)
    {
        var (x, y) = Flat((latitude, longitude));
        return ((width / 2) + ((x - centre.X) * PixelsPerKm), (height / 2) - ((y - centre.Y) * PixelsPerKm));
    }

    /// <summary>The longest of 1, 2, 5, 10, 20 … km that is no wider than so many pixels.</summary>
    public double RoundKm(double pixels)
    {
        var longest = pixels / PixelsPerKm;
        var power = Math.Pow(10, Math.Floor(Math.Log10(longest)));
        return power * (longest / power) switch
        {
            >= 5 => 5,
            >= 2 => 2,
            _ => 1,
        };
    }

    private (double X, double Y) Flat((double Latitude, double Longitude) place) =>
        (Math.IEEERemainder(place.Longitude - longitude, 360) * narrowing * KmPerDegree,
            (place.Latitude - latitude) * KmPerDegree);
}
