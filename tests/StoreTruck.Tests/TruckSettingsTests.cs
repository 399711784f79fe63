namespace StoreTruck.Tests;

public sealed class TruckSettingsTests
{
    [Theory]
    [InlineData("t", null, "StoreTruck cannot start: the environment has no DISPATCH_STREAM.")]
    [InlineData(" ", "s", "StoreTruck cannot start: the environment has no DISPATCH_TABLE.")]
    [InlineData(null, "", "StoreTruck cannot start: the environment has no DISPATCH_TABLE and no DISPATCH_STREAM.")]
    public void What_is_missing_is_named(string? table, string? stream, string message)
    {
        var error = Assert.Throws<InvalidOperationException>(() =>
            TruckSettings.Read(name => name switch { "DISPATCH_TABLE" => table, "DISPATCH_STREAM" => stream, _ => "900" }));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Where_nobody_follows_the_trucks_no_bucket_is_needed() =>
        Assert.Null(TruckSettings.Read(name => name switch { "STREAM_LAG_SECONDS" => "900", "ROUTES_BUCKET" => null, _ => name }).RoutesBucket);

    [Fact]
    public void All_are_read() => Assert.Equal(
        new TruckSettings("DELIVERY_QUEUE_URL", "WAITING_QUEUE_URL", "DISPATCH_TABLE", "DISPATCH_STREAM", TimeSpan.FromMinutes(15), "LAKE_BUCKET", "ROUTES_BUCKET"),
        TruckSettings.Read(name => name == "STREAM_LAG_SECONDS" ? "900" : name));

    [Fact]
    public void A_lag_that_is_no_number_is_told()
    {
        var error = Assert.Throws<InvalidOperationException>(() => TruckSettings.Read(_ => "soon"));

        Assert.Equal("StoreTruck cannot start: STREAM_LAG_SECONDS is 'soon', not a whole number of seconds.", error.Message);
    }
}
