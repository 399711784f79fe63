using FsCheck;
using FsCheck.Fluent;
using Local.Report;

namespace Local.Tests.Report;

public class MapProjectionTests
{
    private static readonly (double, double)[] Around = [(52.5, 13.4), (52.9, 13.1), (52.2, 14.3)];

    [Fact]
    public void Every_place_lies_within_the_margins() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(-800, 800).Select(tenth => tenth / 10.0)
            .SelectMany(latitude => Gen.Choose(-1800, 1800).Select(tenth => (latitude, tenth / 10.0)))
            .SelectMany(centre => Gen.Choose(-9, 9).Two().Select(by => (centre.latitude + (by.Item1 / 20.0), centre.Item2 + (by.Item2 / 20.0)))
                .ListOf(7).Select(places => places.ToList()))
            .ToArbitrary(),
        places =>
        {
            var projection = new MapProjection(places, 520, 400, 30);
            return places.Select(place => projection.Point(place.Item1, place.Item2))
                .All(point => point.X is >= 29.99 and <= 490.01 && point.Y is >= 29.99 and <= 370.01);
        }));

    [Fact]
    public void North_is_up_and_east_is_right()
    {
        var projection = new MapProjection(Around, 520, 400, 30);

        Assert.True(projection.Point(52.9, 13.1).Y < projection.Point(52.2, 13.1).Y);
        Assert.True(projection.Point(52.5, 13.1).X < projection.Point(52.5, 14.3).X);
    }

    [Fact]
    public void A_degree_of_latitude_is_111_km_long()
    {
        var projection = new MapProjection(Around, 520, 400, 30);

        var pixels = projection.Point(52, 13).Y - projection.Point(53, 13).Y;
        Assert.Equal(111.3, pixels / projection.PixelsPerKm, 0.1);
    }

    [Fact]
    public void The_scale_is_a_round_number_that_fits()
    {
        var projection = new MapProjection(Around, 520, 400, 30);

        var km = projection.RoundKm(130);
        Assert.Equal(20, km);
        Assert.InRange(km * projection.PixelsPerKm, 52, 130);
    }

    [Fact]
    public void Places_on_both_sides_of_the_date_line_are_neighbours()
    {
        var projection = new MapProjection([(0, 179.9), (0, -179.9)], 520, 400, 30);

        Assert.InRange(projection.PixelsPerKm, 15, 25);
    }
}
