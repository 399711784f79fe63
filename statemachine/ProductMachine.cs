namespace Workflow;

/// <summary>A state machine of the product: one definition, which is deployed to AWS and run on one machine.</summary>
/// <param name="Name">The name of the state machine on one machine.</param>
/// <param name="File">The file of its definition in <c>statemachine/</c>.</param>
public sealed record ProductMachine(string Name, string File)
{
    private const string Ending = ".asl.json";

    /// <summary>Asks which stores run low and plans their deliveries. Every stack has it.</summary>
    public static ProductMachine StorePlanning { get; } = new("StorePlanning", $"store-planning{Ending}");

    /// <summary>Asks what is known of each product on the price list and sets its price for the hour. The setting <c>pricing</c> deploys it.</summary>
    public static ProductMachine Pricing { get; } = new("Pricing", $"pricing{Ending}");

    /// <summary>Loads the lake's new files into the warehouse; of stacks with a warehouse.</summary>
    public static ProductMachine WarehouseLoad { get; } = new("WarehouseLoad", $"warehouse-load{Ending}");

    /// <summary>All state machines of the product, by name.</summary>
    public static IReadOnlyList<ProductMachine> All { get; } = [Pricing, StorePlanning, WarehouseLoad];

    /// <summary>The name on AWS, after the stack's prefix: that of the file, without the ending.</summary>
    public string Slug => File[..^Ending.Length];

    /// <summary>The text of its file, whose <c>${Name}</c> tokens <see cref="DefinitionTemplate"/> fills in.</summary>
    /// <exception cref="WorkflowFileException">The file cannot be read.</exception>
    public string Definition => WorkflowFiles.Read(File);

    /// <returns>The one of that name, however its letters are written; null: there is none.</returns>
    public static ProductMachine? Find(string name) =>
        All.FirstOrDefault(machine => string.Equals(machine.Name, name, StringComparison.OrdinalIgnoreCase));
}
