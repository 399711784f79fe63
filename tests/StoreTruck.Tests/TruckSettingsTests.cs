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
            TruckSettings.Read(name => name == "DISPATCH_TABLE" ? table : stream));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Both_names_are_read() =>
        Assert.Equal(new TruckSettings("DISPATCH_TABLE", "DISPATCH_STREAM"), TruckSettings.Read(name => name));
}
