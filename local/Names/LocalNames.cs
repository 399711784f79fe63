using System.Text.Json.Nodes;
using Local.Dispatching;
using Local.Protocol;
using Local.Sqs;
using Workflow;
using Workflow.Warehouse;

namespace Local.Names;

/// <summary>The names that the stack's resources have on this machine, and the definitions with them filled in.</summary>
internal static class LocalNames
{
    public const string LakeBucket = "streaming-analytics-lake";
    public const string Database = "streaming_analytics";
    public const string WorkGroup = "streaming-analytics";
    public const string StorePlanningFunctionArn = $"arn:aws:lambda:{LocalAccount.Region}:{LocalAccount.Id}:function:StorePlanning";

    public const string PricePlanFunctionArn = $"arn:aws:lambda:{LocalAccount.Region}:{LocalAccount.Id}:function:PricePlan";

    public const string RoleArn = $"arn:aws:iam::{LocalAccount.Id}:role/StorePlanning";

    public const string WarehouseWorkgroup = "streaming-analytics";
    public const string WarehouseDatabase = "warehouse";

    // Twice what a stack starts with: nothing is billed by the batch here, and each child costs its start.
    private const int StoresPerBatch = 20;

    /// <summary>A state machine of the product as this machine runs it.</summary>
    /// <exception cref="WorkflowFileException">Its file cannot be read, or a token of it has no value here.</exception>
    public static string DefinitionOf(ProductMachine machine) => Fill(machine.Definition);

    /// <summary>A definition with this machine's names in it; one of the reader's own need not use them.</summary>
    /// <exception cref="WorkflowFileException">A token of the file has no value here.</exception>
    public static string Fill(string definition)
    {
        var tokens = DefinitionTemplate.Tokens(definition).ToHashSet();
        return DefinitionTemplate.Substitute(definition, Values().Where(value => tokens.Contains(value.Key)).ToDictionary());
    }

    private static Dictionary<string, JsonNode> Values() => new()
    {
        ["Partition"] = "aws",
        ["LakeBucket"] = LakeBucket,
        ["Database"] = Database,
        ["WorkGroup"] = WorkGroup,
        ["LowStockQuery"] = WorkflowFiles.Statement(WorkflowFiles.LowStock),
        ["LookbackDays"] = PipelineFacts.LookbackDays,
        ["TransitDays"] = PipelineFacts.TransitDays,
        ["FeaturesQuery"] = WorkflowFiles.Statement(WorkflowFiles.Features),
        ["PricingLookbackDays"] = PipelineFacts.PricingLookbackDays,
        ["PricingRecentHours"] = PipelineFacts.PricingRecentHours,
        ["PricingDailyPercent"] = PipelineFacts.PricingDailyPercent,
        ["PricePlanFunctionArn"] = PricePlanFunctionArn,
        ["StoresPerBatch"] = StoresPerBatch,
        ["MapConcurrency"] = PipelineFacts.MapConcurrency,
        ["ToleratedFailurePercentage"] = PipelineFacts.ToleratedFailurePercentage,
        ["StorePlanningFunctionArn"] = StorePlanningFunctionArn,
        ["WarehouseWorkgroup"] = WarehouseWorkgroup,
        ["WarehouseDatabase"] = WarehouseDatabase,
        ["WarehouseTables"] = new JsonArray([.. WarehouseTable.Of(WorkflowFiles.Tables).Select(table => table.ToJson())]),
        ["WarehouseLookbackDays"] = PipelineFacts.LookbackDays,
        ["DeliveryQueueUrl"] = QueueAddress.Url(DeliveryQueues.Deliveries),
    };
}
