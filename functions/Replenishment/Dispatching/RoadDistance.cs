namespace Replenishment.Dispatching;

/// <summary>Estimates how far a truck drives between two places: the great circle, lengthened by a factor for roads.</summary>
public static class RoadDistance
{
    // Roads are mostly 1.2 to 1.4 times as long as the great circle: Ballou, Rahardja and Sakai (2002).
    private const double Detour = 1.3;

    private const double EarthRadiusMetres = 6_371_008.8;

    /// <returns>Metres; a whole number, so that sums and comparisons are exact.</returns>
    public static int Metres(double latitude, double longitude, double otherLatitude, double otherLongitude)
    {
        var north = HalfAngleSineSquared(otherLatitude - latitude);
        var east = HalfAngleSineSquared(otherLongitude - longitude);
        var haversine = north + (Cosine(latitude) * Cosine(otherLatitude) * east);

        return (int)Math.Round(Detour * 2 * EarthRadiusMetres * Math.Asin(Math.Sqrt(Math.Min(1, haversine))));
    }

    private static double Cosine(double degrees) => Math.Cos(double.DegreesToRadians(degrees));

    private static double HalfAngleSineSquared(double degrees)
    {
        var sine = Math.Sin(double.DegreesToRadians(degrees) / 2);

        return sine * sine;
    }
}
