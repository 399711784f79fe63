using System.Text.Json.Nodes;
using Local.Faults;
using Workflow;

namespace Services.Tests.Faults;

/// <summary>
/// The errors that <c>--faults</c> raises are errors that the state machines retry. Those have their sources in
/// Workflow.Tests, where a table holds each name.
/// </summary>
public sealed class PassingErrorTests
{
    public static TheoryData<string, string> Services => new()
    {
        { FaultNames.Athena, "athena" },
        { FaultNames.Lambda, "lambda" },
        { FaultNames.S3, "aws-sdk:s3" },
        { FaultNames.Sfn, "aws-sdk:sfn" },
        { FaultNames.Sqs, "aws-sdk:sqs" },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_error_of_a_service_is_one_that_its_tasks_retry(string service, string integration)
    {
        var tasks = ProductMachine.All.SelectMany(machine => States(JsonNode.Parse(machine.Definition)!))
            .Where(state => (string?)state["Resource"] is { } resource && resource.Contains($":::{integration}:", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(tasks);
        Assert.All(tasks, task => Assert.Empty(PassingError.Of(service).Select(error => error.Name).Except(Retried(task))));
    }

    private static IEnumerable<string> Retried(JsonObject task) =>
        from retrier in task["Retry"]!.AsArray()
        from name in retrier!["ErrorEquals"]!.AsArray()
        select (string)name!;

    private static IEnumerable<JsonObject> States(JsonNode machine) =>
        machine["States"]!.AsObject().Select(state => state.Value!.AsObject())
            .SelectMany(state => state["ItemProcessor"] is { } inner ? States(inner).Prepend(state) : [state]);
}
