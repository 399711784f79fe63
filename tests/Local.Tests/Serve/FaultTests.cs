using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary><c>serve --faults</c>: what clients and executions meet, and that it is the same for the same seed.</summary>
public sealed class FaultTests
{
    private const int Times = 12;

    public static TheoryData<string, string, string, string> Requests => new()
    {
        { "firehose", "Firehose_20150804.PutRecord", """{"DeliveryStreamName":"inventory","Record":{"Data":"e30="}}""", "503 ServiceUnavailableException Slow down." },
        { "sqs", "AmazonSQS.SendMessage", """{"QueueUrl":"DeliveryQueue","MessageBody":"b"}""", "403 RequestThrottled Request is throttled." },
        { "sfn", "AWSStepFunctions.StartExecution", $$"""{"stateMachineArn":"{{Served.StorePlanning}}","input":"{\"asOf\":\"no\"}"}""", "400 ThrottlingException Rate exceeded" },
        { "athena", "AmazonAthena.StartQueryExecution", """{"QueryString":"SELECT 1 AS a"}""", "400 ThrottlingException Rate exceeded" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_is_throttled_or_its_answer_is_lost_the_same_way_for_the_same_seed(
        string fault, string target, string body, string throttled)
    {
        var answers = await AnswersAsync($"{fault}=0.7,seed=1", target, body);

        Assert.Equal(["200", "500 InternalFailure The request processing has failed because of an unknown error.", throttled], answers.Distinct().OrderBy(Rank));
        Assert.Equal(answers, await AnswersAsync($"{fault}=0.7,seed=1", target, body));
        Assert.NotEqual(answers, await AnswersAsync($"{fault}=0.7,seed=2", target, body));

        static int Rank(string answer) => answer[..3] switch { "200" => 0, "500" => 1, _ => 2 };
    }

    [Fact]
    public async Task What_was_done_before_its_answer_was_lost_is_done()
    {
        await using var served = await Served.StartAsync(faults: "sqs=1,seed=1");
        var lost = 0;
        for (var time = 0; time < Times; time++)
        {
            using var response = await served.SendAsync("AmazonSQS.SendMessage", """{"QueueUrl":"DeliveryQueue","MessageBody":"b"}""");
            lost += (int)response.StatusCode == 500 ? 1 : 0;
        }

        Assert.InRange(lost, 1, Times - 1);
        Assert.Equal(lost, served.Stage.Queues.Get("DeliveryQueue").Depth.Visible);
    }

    [Fact]
    public async Task An_execution_meets_errors_by_the_names_that_Step_Functions_gives_them()
    {
        var errors = await ErrorsAsync();

        Assert.Subset(
            new HashSet<string>(["Sqs.RequestThrottledException", "Sqs.KmsThrottledException", "Sqs.SdkClientException"]), errors.ToHashSet());
        Assert.Equal(errors, await ErrorsAsync());
    }

    private static async Task<IReadOnlyList<string>> AnswersAsync(string faults, string target, string body)
    {
        await using var served = await Served.StartAsync(faults: faults);
        var answers = new List<string>();
        for (var time = 0; time < Times; time++)
        {
            using var response = await served.SendAsync(target, body);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
            answers.Add(response.IsSuccessStatusCode
                ? "200"
                : $"{(int)response.StatusCode} {Assert.Single(response.Headers.GetValues("x-amzn-ErrorType"))} {answer["message"]}");
        }

        Assert.Empty(served.Notices);
        return answers;
    }

    private static async Task<IReadOnlyList<string>> ErrorsAsync()
    {
        await using var served = await Served.StartAsync(faults: "sqs=1,seed=1");
        var machine = await served.CreateMachineAsync(
            "Ask", """{"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sqs:listQueues","Parameters":{},"End":true}}}""");
        var errors = new List<string>();
        for (var time = 0; time < Times; time++)
        {
            errors.Add((string)(await served.EndAsync(await served.StartExecutionAsync(machine)))["error"]!);
        }

        return errors;
    }
}
