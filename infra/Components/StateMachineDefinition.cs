using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sqs;
using Workflow;

namespace Infra.Components;

/// <summary>The workflow's file with this stack's names in it.</summary>
internal static class StateMachineDefinition
{
    public static Output<string> For(Scope scope, DataLake lake, Function storePlanning, Queue deliveries) =>
        Output
            .Tuple(lake.Bucket.BucketName, lake.Database.Name, lake.Workgroup.Name, storePlanning.Arn, deliveries.Url)
            .Apply(names => DefinitionTemplate.Substitute(
                WorkflowFiles.Read(WorkflowFiles.Definition),
                new Dictionary<string, JsonNode>
                {
                    ["Partition"] = scope.Account.Partition,
                    ["LookbackDays"] = scope.Settings.LookbackDays,
                    ["TransitDays"] = scope.Settings.TransitDays,
                    ["LowStockQuery"] = WorkflowFiles.Statement(WorkflowFiles.LowStock),
                    ["LakeBucket"] = names.Item1,
                    ["Database"] = names.Item2,
                    ["WorkGroup"] = names.Item3,
                    ["StoresPerBatch"] = scope.Settings.StoresPerBatch,
                    ["MapConcurrency"] = scope.Settings.MapConcurrency,
                    ["ToleratedFailurePercentage"] = scope.Settings.ToleratedFailurePercentage,
                    ["StorePlanningFunctionArn"] = names.Item4,
                    ["DeliveryQueueUrl"] = names.Item5,
                }));
}
