using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary>Tags of state machines and activities, as AWS was recorded to keep them.</summary>
/// <remarks>https://github.com/localstack/localstack/blob/master/tests/aws/services/stepfunctions/v2/test_sfn_api_tagging.snapshot.json</remarks>
public sealed class TagTests
{
    private const string Greet = """{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}""";

    /// <summary>What each resource is created with.</summary>
    public static TheoryData<string, string> Resources => new()
    {
        { "CreateStateMachine", $$"""{"name":"Greet","roleArn":"arn:aws:iam::000000000000:role/any","definition":{{JsonValue.Create(Greet).ToJsonString()}}}""" },
        { "CreateActivity", """{"name":"pack"}""" },
    };

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Tags_are_kept_with_what_has_them_changed_removed_and_gone_with_it(string create, string request)
    {
        await using var served = await Served.StartAsync();
        var tagged = JsonNode.Parse(request)!.AsObject();
        tagged["tags"] = JsonNode.Parse("""[{"key":"team","value":"Läden 1"},{"key":"stage"}]""");
        var made = (await served.CallAsync($"AWSStepFunctions.{create}", tagged.ToJsonString())).AsObject();
        var arn = (string)made.First(member => member.Key.EndsWith("Arn", StringComparison.Ordinal)).Value!;
        Assert.Equal("""{"tags":[{"key":"team","value":"Läden 1"},{"key":"stage","value":""}]}""", await ListAsync(served, arn));

        // Another request of the same name counts for nothing, and so do its tags.
        await served.CallAsync($"AWSStepFunctions.{create}", request);
        await served.RestartAsync();
        await served.CallAsync("AWSStepFunctions.TagResource", $$"""{"resourceArn":"{{arn}}","tags":[{"key":"stage","value":"test"},{"key":"a:b","value":"1 + 1 = 2"}]}""");
        Assert.Equal("""{"tags":[{"key":"team","value":"Läden 1"},{"key":"stage","value":"test"},{"key":"a:b","value":"1 + 1 = 2"}]}""", await ListAsync(served, arn));

        await served.CallAsync("AWSStepFunctions.UntagResource", $$"""{"resourceArn":"{{arn}}","tagKeys":["team","no such key"]}""");
        Assert.Equal("""{"tags":[{"key":"stage","value":"test"},{"key":"a:b","value":"1 + 1 = 2"}]}""", await ListAsync(served, arn));

        var more = new JsonArray([.. Enumerable.Range(0, 49).Select(number => new JsonObject { ["key"] = $"k{number}", ["value"] = "" })]);
        using var refused = await served.SendAsync("AWSStepFunctions.TagResource", new JsonObject { ["resourceArn"] = arn, ["tags"] = more }.ToJsonString());
        Assert.Equal("TooManyTags", Assert.Single(refused.Headers.GetValues("x-amzn-ErrorType")));
        Assert.Equal("""{"tags":[{"key":"stage","value":"test"},{"key":"a:b","value":"1 + 1 = 2"}]}""", await ListAsync(served, arn));
    }

    [Fact]
    public async Task A_state_machine_is_created_again_whatever_its_role_and_keeps_the_first_one()
    {
        await using var served = await Served.StartAsync();
        await served.CreateMachineAsync("Greet", Greet);
        var again = new JsonObject { ["name"] = "Greet", ["definition"] = Greet, ["roleArn"] = "arn:aws:iam::000000000000:role/other" };

        var made = await served.CallAsync("AWSStepFunctions.CreateStateMachine", again.ToJsonString());

        var described = await served.CallAsync("AWSStepFunctions.DescribeStateMachine", $$"""{"stateMachineArn":"{{made["stateMachineArn"]}}"}""");
        Assert.NotEqual("arn:aws:iam::000000000000:role/other", (string)described["roleArn"]!);
    }

    [Fact]
    public async Task The_products_state_machines_have_no_tags_and_take_none()
    {
        await using var served = await Served.StartAsync();

        using var refused = await served.SendAsync("AWSStepFunctions.TagResource", $$"""{"resourceArn":"{{Served.StorePlanning}}","tags":[{"key":"a","value":"b"}]}""");

        Assert.Equal("ConflictException", Assert.Single(refused.Headers.GetValues("x-amzn-ErrorType")));
        Assert.Equal("""{"tags":[]}""", await ListAsync(served, Served.StorePlanning));
    }

    private static async Task<string> ListAsync(Served served, string arn) => (await served.CallAsync(
        "AWSStepFunctions.ListTagsForResource", new JsonObject { ["resourceArn"] = arn }.ToJsonString()))
        .ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
