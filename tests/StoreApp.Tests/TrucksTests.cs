using System.Net;
using System.Text.Json.Nodes;
using AwsFakes;

namespace StoreApp.Tests;

/// <summary>A wave of trucks by hand.</summary>
public sealed class TrucksTests
{
    [Fact]
    public async Task Trucks_are_sent_out_and_what_came_of_it_is_printed()
    {
        JsonObject? seen = null;
        using var app = new CommandLine((name, input) =>
        {
            seen = input;
            return new() { ["status"] = "dispatched", ["requests"] = 60 };
        });

        Assert.Equal(0, await app.RunAsync("trucks", "dev-store-truck"));

        Assert.Equal("""{"FunctionName":"dev-store-truck","Payload":{"source":"store-app"}}""", seen!.ToJsonString());
        Assert.Equal("""{"status":"dispatched","requests":60}""", JsonNode.Parse(app.Output)!.ToJsonString());
        Assert.Empty(app.Error);
    }

    [Fact]
    public async Task A_wave_that_failed_says_why_and_what_stands()
    {
        using var app = new CommandLine((_, input) =>
        {
            input["FunctionError"] = "Unhandled";
            return new() { ["errorMessage"] = "The table is down.", ["errorType"] = "AmazonDynamoDBException" };
        });

        Assert.Equal(2, await app.RunAsync("trucks", "dev-store-truck"));

        Assert.Equal(
            "The wave failed: The table is down. What was dispatched before stands; the rest is on the queue. See the function's log.",
            app.Error.Trim());
        Assert.Empty(app.Output);
    }

    [Fact]
    public async Task A_function_that_is_not_there_is_told()
    {
        using var app = new CommandLine((_, _) => throw new ServiceException(
            "ResourceNotFoundException", "Function not found: nobody", HttpStatusCode.NotFound));

        Assert.Equal(1, await app.RunAsync("trucks", "nobody"));

        Assert.Equal("Function not found: nobody Check the function's name and the Region: aws lambda list-functions", app.Error.Trim());
    }
}
