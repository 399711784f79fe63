using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.TestUtilities;
using Replenishment.Planning;
using SdkFakes;
using Telemetry;
using Tests.Shared;

namespace StorePlanning.Tests;

public sealed class PlanStoresTests : IDisposable
{
    private static readonly PlanSerializer Serializer = new();

    private readonly MemoryStream output = new();
    private readonly LogLines log = new();

    [Fact]
    public void A_batch_of_shortages_becomes_entries_for_the_queue_totals_and_refusals()
    {
        var answer = Handle(Event());

        var entry = answer["batches"]!.AsArray().Single()!["Entries"]!.AsArray().Single()!;
        var delivery = JsonNode.Parse(entry["MessageBody"]!.GetValue<string>())!;
        Assert.Equal("0", entry["Id"]!.GetValue<string>());
        Assert.Equal("S001", delivery["store_id"]!.GetValue<string>());
        Assert.Equal("S001|P1|2026-11-20T17:45:00.000Z", delivery["lines"]![0]!["order_key"]!.GetValue<string>());
        Assert.Equal("2026-11-20T18:00:00.123Z", delivery["requested_at"]!.GetValue<string>());
        Assert.Equal(
            """{"deliveries":1,"lines":1,"units":36,"volume_l":54}""", answer["planned"]!.ToJsonString());
        Assert.Equal("""{"no_case_fits":1,"unknown_store":1}""", answer["rejected"]!.ToJsonString());
    }

    [Fact]
    public void The_same_batch_gets_the_same_answer_so_that_a_retry_sends_the_same_deliveries() =>
        Assert.Equal(Handle(Event()).ToJsonString(), Handle(Event()).ToJsonString());

    [Fact]
    public void Lines_may_be_an_array_as_well_as_its_text()
    {
        var asText = Event();
        var asArray = Event();
        foreach (var item in asArray["Items"]!.AsArray())
        {
            item!["lines"] = JsonNode.Parse(item["lines"]!.GetValue<string>());
        }

        Assert.Equal(Handle(asText).ToJsonString(), Handle(asArray).ToJsonString());
    }

    [Fact]
    public void Each_delivery_and_each_refused_line_is_logged_with_its_execution()
    {
        var delivery = Handle(Event())["batches"]![0]!["Entries"]![0]!["MessageBody"]!.GetValue<string>();
        var id = JsonNode.Parse(delivery)!["delivery_id"]!.GetValue<string>();

        const string Execution = "arn:aws:states:eu-west-1:123456789012:execution:store-planning:evening";
        Assert.Equal(
            [
                $"Information: Planned delivery {id} of 1 lines to store S001 for {Execution}",
                $"Warning: Refused product P2 of store S001 for {Execution}: no_case_fits",
                $"Warning: Refused product P1 of store S002 for {Execution}: unknown_store",
            ],
            log.Lines);
    }

    [Fact]
    public void Metrics_are_one_line_of_the_embedded_metric_format()
    {
        Handle(Event());

        Assert.Equal(
            """
            {"_aws":{"Timestamp":1795165200000,"CloudWatchMetrics":[{"Namespace":"StreamingAnalytics","Dimensions":[["FunctionName"]],"Metrics":[{"Name":"Deliveries","Unit":"Count"},{"Name":"Lines","Unit":"Count"},{"Name":"Units","Unit":"Count"},{"Name":"RefusedLines","Unit":"Count"}]}]},"FunctionName":"planning","execution_id":"arn:aws:states:eu-west-1:123456789012:execution:store-planning:evening","Deliveries":1,"Lines":1,"Units":36,"RefusedLines":2}

            """,
            Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void A_batch_without_items_plans_nothing()
    {
        var input = Event();
        input["Items"] = new JsonArray();

        Assert.Equal(
            """{"batches":[],"planned":{"deliveries":0,"lines":0,"units":0,"volume_l":0},"rejected":{}}""",
            Handle(input).ToJsonString());
    }

    [Fact]
    public void An_item_that_the_query_cannot_have_yielded_fails_the_task_under_a_name_of_its_own()
    {
        var input = Event();
        input["Items"]![0]!["lines"] = "nonsense";

        Assert.Throws<InvalidShortageException>(() => Handle(input));
    }

    public void Dispose() => output.Dispose();

    private static JsonNode Event() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Events", "batch.json")))!;

    private JsonNode Handle(JsonNode input)
    {
        using var request = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(input));
        var function = new PlanStores(new EmbeddedMetrics(output, new ManualTime()));
        var result = function.Handle(
            Serializer.Deserialize<PlanRequest>(request), new TestLambdaContext { FunctionName = "planning", Logger = log });

        using var response = new MemoryStream();
        Serializer.Serialize(result, response);
        return JsonNode.Parse(response.ToArray())!;
    }
}
