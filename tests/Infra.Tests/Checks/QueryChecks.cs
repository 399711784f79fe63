using System.Text.Json.Nodes;
using Workflow;

namespace Infra.Tests.Checks;

public class QueryChecks
{
    [Theory]
    [InlineData("dev", "SSE_S3")]
    [InlineData("prod", "SSE_KMS")]
    public async Task Check_11_Results_of_queries_are_encrypted(string stack, string option)
    {
        var workgroup = (await DeployedStack.Named(stack)).The("workgroup");

        Assert.Equal(option, workgroup.Text("configuration.resultConfiguration.encryptionConfiguration.encryptionOption"));
        Assert.Equal($"s3://streaming-analytics-{stack}-lake-111122223333/athena-results/", workgroup.Text("configuration.resultConfiguration.outputLocation"));
        Assert.Equal("111122223333", workgroup.Text("configuration.resultConfiguration.expectedBucketOwner"));
    }

    [Fact]
    public async Task Check_12_No_query_can_leave_the_workgroups_configuration() =>
        Assert.True((await DeployedStack.Dev).The("workgroup").Flag("configuration.enforceWorkgroupConfiguration"));

    [Fact]
    public async Task Check_13_Queries_are_measured() =>
        Assert.True((await DeployedStack.Dev).The("workgroup").Flag("configuration.publishCloudwatchMetricsEnabled"));

    [Theory]
    [InlineData("10", 10_485_760)]
    [InlineData("2047", 2_146_435_072)]
    [InlineData("0", null)]
    public async Task Check_14_A_query_that_scans_too_much_is_cancelled(string limitMb, int? bytes) =>
        Assert.Equal(bytes, (await DeployedStack.DevWith(("scanLimitMb", limitMb))).The("workgroup").Number("configuration.bytesScannedCutoffPerQuery"));

    // 10,000 stores of 500 products, each counted four times a day, as the README's table has them. How large a reading is
    // in Firehose's Parquet is not measured yet: three times its size here leaves room.
    [Fact]
    public async Task Check_14_The_largest_chain_of_the_cost_table_is_not_cancelled()
    {
        var assumed = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "prices.json")))!["assumptions"]!;
        var scanned = 3 * 10_000L * 500 * 4 * Value("daysQueried") * Value("parquetBytes");

        var limit = (await DeployedStack.Prod).The("workgroup").Number("configuration.bytesScannedCutoffPerQuery");

        Assert.True(limit is null || limit >= scanned, $"A query that scans {scanned} bytes is cancelled at {limit}.");

        long Value(string name) => assumed[name]!["value"]!.GetValue<long>();
    }

    [Fact]
    public async Task Tables_are_the_ones_of_the_workflow_in_their_order_and_types()
    {
        var stack = await DeployedStack.Prod;

        Assert.All(WorkflowFiles.Tables, definition =>
        {
            var table = stack.The($"{definition.Name}-table");
            Assert.Equal(
                definition.Columns.Select(column => $"{column.Name} {column.Type}".ToLowerInvariant()),
                table["storageDescriptor.columns"]!.AsArray().Select(column => $"{column!["name"]} {column["type"]}"));
            Assert.Equal($"s3://streaming-analytics-prod-lake-111122223333/{definition.Prefix}", table.Text("storageDescriptor.location"));
        });
        Assert.Equal(WorkflowFiles.Tables.Count, stack.All("glue/CatalogTable").Count);
    }

    [Fact]
    public async Task The_questions_can_be_asked_by_hand()
    {
        var stack = await DeployedStack.Prod;

        Assert.Equal(WorkflowFiles.Read(WorkflowFiles.LowStock), stack.The("low-stock-query").Text("query"));
        Assert.Equal(WorkflowFiles.Read(WorkflowFiles.Features), stack.The("features-query").Text("query"));
        Assert.Equal(WorkflowFiles.Read(WorkflowFiles.DirtyReadings), stack.The("dirty-readings-query").Text("query"));
    }
}
