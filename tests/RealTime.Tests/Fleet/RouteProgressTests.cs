using RealTime.Fleet;
using RealTime.Streams;

namespace RealTime.Tests.Fleet;

public sealed class RouteProgressTests
{
    // A square of some 11 km: from the depot north to S1, east to S2, and back over S3.
    private static readonly DispatchedRoute Square = new(
        "R", "T", 53.0, 10.0, [new("S1", 53.1, 10.0), new("S2", 53.1, 10.166), new("S3", 53.0, 10.166)]);

    [Theory]
    [InlineData(53.0, 10.0, null, "S1", 3)]
    [InlineData(53.05, 10.001, 0.0, "S1", 3)]
    [InlineData(53.1, 10.0, null, "S2", 2)]
    [InlineData(53.099, 10.08, 90.0, "S2", 2)]
    [InlineData(53.05, 10.166, 180.0, "S3", 1)]
    [InlineData(53.0, 10.166, null, null, 0)]
    [InlineData(53.001, 10.05, 270.0, null, 0)]
    public void The_next_stop_is_that_of_the_leg_on_which_the_truck_is(double latitude, double longitude, double? heading, string? next, int left)
    {
        var progress = RouteProgress.Of(Square, Place.Of(latitude, longitude), heading);

        Assert.Equal((next, left), (progress.NextStop, progress.StopsLeft));
    }

    [Theory]
    [InlineData(0.0, "S1")]
    [InlineData(180.0, null)]
    public void On_a_way_that_leads_there_and_back_the_direction_tells(double heading, string? next)
    {
        var there = Square with { Stops = [Square.Stops[0]] };

        Assert.Equal(next, RouteProgress.Of(there, Place.Of(53.05, 10.0), heading).NextStop);
    }

    [Fact]
    public void Kilometres_are_by_road_and_time_is_that_of_an_average_truck()
    {
        var progress = RouteProgress.Of(Square, Place.Of(53.05, 10.0), 0);

        // 5.56 km of great circle, and 1.3 times that by road.
        Assert.Equal(7.2m, progress.NextKm, 1);
        Assert.InRange(progress.LeftKm, 50, 51);
        Assert.Equal(8.7, progress.TimeToNext.TotalMinutes, 1);
    }

    [Fact]
    public void A_document_of_a_route_reads_as_it_was_written()
    {
        var read = DispatchedRoute.Parse(Square.ToJson());

        Assert.Equal((Square.RouteId, Square.TruckId, Square.DepotLatitude), (read.RouteId, read.TruckId, read.DepotLatitude));
        Assert.Equal(Square.Stops, read.Stops);
    }
}
