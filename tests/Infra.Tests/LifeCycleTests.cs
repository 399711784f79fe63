namespace Infra.Tests;

/// <summary>The first <c>pulumi up</c> and the ones after it.</summary>
public class LifeCycleTests
{
    // What would fail, or be created without effect, if it did not wait for what it needs.
    [Theory]
    [InlineData(
        "aws:iam/rolePolicy:RolePolicy",
        "kinesis/FirehoseDeliveryStream", "lambda/Function", "scheduler/Schedule", "sfn/StateMachine")]
    [InlineData("aws:s3/bucketPolicy:BucketPolicy", "kinesis/FirehoseDeliveryStream", "s3/BucketLogging")]
    [InlineData("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "s3/BucketPolicy")]
    [InlineData("aws:s3/bucketVersioning:BucketVersioning", "s3/BucketLifecycleConfiguration")]
    [InlineData("aws:sns/topicPolicy:TopicPolicy", "budgets/Budget", "failed-executions-to-alerts", "cloudwatch/MetricAlarm")]
    [InlineData("aws:lambda/permission:Permission", "succeeded-executions-to-store-truck")]
    public async Task What_needs_another_waits_for_it(string needed, params string[] waiting)
    {
        var prod = await DeployedStack.Prod;
        Assert.All(waiting, what => Assert.Contains(prod.Resources, resource => resource.ShortType == what || resource.Name == what));
        var aws = new FakeAws(refused: needed);

        await Assert.ThrowsAnyAsync<Exception>(() => DeployedStack.DeployAsync("prod", aws));

        Assert.DoesNotContain(aws.Resources, resource => waiting.Contains(resource.ShortType) || waiting.Contains(resource.Name));
    }

    [Fact]
    public async Task A_preview_needs_nothing_to_exist()
    {
        var preview = await DeployedStack.DeployAsync("prod", new FakeAws(isPreview: true), isPreview: true);

        Assert.Equal((await DeployedStack.Prod).Resources.Select(resource => resource.Name), preview.Resources.Select(resource => resource.Name));
    }

    [Fact]
    public async Task The_same_settings_ask_for_the_same_resources_so_that_a_second_up_changes_nothing()
    {
        var again = await DeployedStack.DeployAsync("prod", new FakeAws());

        Assert.Equal(
            (await DeployedStack.Prod).Resources.Select(resource => $"{resource} {resource.Inputs.ToJsonString()}"),
            again.Resources.Select(resource => $"{resource} {resource.Inputs.ToJsonString()}"));
    }

    [Fact]
    public async Task No_name_is_left_to_chance_so_that_people_and_policies_can_name_what_there_is() =>
        Assert.All(
            (await DeployedStack.Prod).Resources.Where(resource => resource.ShortType is "iam/Role" or "lambda/Function" or "sqs/Queue" or "dynamodb/Table" or "sns/Topic" or "sfn/StateMachine" or "kinesis/FirehoseDeliveryStream" or "cloudwatch/LogGroup"),
            resource => Assert.Contains("streaming-analytics-prod-", resource.Text("name"), StringComparison.Ordinal));
}
