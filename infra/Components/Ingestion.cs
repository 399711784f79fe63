using Pulumi;
using Pulumi.Aws.Kinesis;
using Workflow;

namespace Infra.Components;

/// <summary>The streams that bring the data of stores and trucks into the lake.</summary>
internal sealed class Ingestion : Component
{
    public Ingestion(DataLake lake, Scope scope, Resource parent)
        : base("Ingestion", "ingestion", new() { Parent = parent })
    {
        Inventory = StreamInto("inventory", lake, scope);
        Dispatches = StreamInto("dispatches", lake, scope);

        RegisterOutputs();
    }

    /// <summary>Readings, from the stores.</summary>
    public FirehoseDeliveryStream Inventory { get; }

    /// <summary>The stream of dispatches, from StoreTruck.</summary>
    public FirehoseDeliveryStream Dispatches { get; }

    private FirehoseDeliveryStream StreamInto(string table, DataLake lake, Scope scope) =>
        new TableStream(WorkflowFiles.Tables.Single(each => each.Name == table), lake, scope, this).Stream;
}
