namespace StoreApp.Tests;

public sealed class AwsClientsTests
{
    [Fact]
    public void A_Region_on_the_command_line_is_also_the_one_that_requests_are_signed_for()
    {
        using var athena = new AwsClients(new(Profile: null, Region: "eu-west-3")).Athena();

        Assert.Equal("eu-west-3", athena.Config.RegionEndpoint.SystemName);
        Assert.Equal("eu-west-3", athena.Config.AuthenticationRegion);
    }
}
