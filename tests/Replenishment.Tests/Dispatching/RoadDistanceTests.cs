using Replenishment.Dispatching;

namespace Replenishment.Tests.Dispatching;

public class RoadDistanceTests
{
    [Theory]
    [InlineData(53.55, 9.99, 53.55, 9.99, 0)]
    [InlineData(0, 0, 0, 1, 144_554)] // a degree of the equator, 111.195 km, and three tenths
    [InlineData(0, 0, 0, 180, 26_019_649)] // half way round
    [InlineData(0, 179.5, 0, -179.5, 144_554)] // across the date line
    public void Distance_is_the_great_circle_and_three_tenths(
        double latitude, double longitude, double otherLatitude, double otherLongitude, int metres) =>
        Assert.Equal(metres, RoadDistance.Metres(latitude, longitude, otherLatitude, otherLongitude));
}
