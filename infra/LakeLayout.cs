using Workflow;

namespace Infra;

/// <summary>The prefixes of the lake bucket that are not tables.</summary>
internal static class LakeLayout
{
    /// <summary>Athena's results and the manifests of what it unloaded.</summary>
    public const string QueryResults = "athena-results/";

    /// <summary>What Athena unloads for the planning to read.</summary>
    public const string Plans = "plans/";

    /// <summary>What became of each batch of an execution.</summary>
    public const string MapRuns = "map-runs/";

    /// <summary>What Firehose could not convert, by stream and kind of error.</summary>
    public const string Errors = "errors/";

    /// <summary>The dispatched routes, by which trucks' positions are enriched.</summary>
    public const string Routes = "routes/";

    /// <summary>Batches of events that were given up on, with their records. Lambda chooses the prefix.</summary>
    public const string FailedBatches = "aws/lambda/";

    /// <summary>Events that came more than a day after they happened.</summary>
    public const string Late = "late/";

    /// <summary>Events that were not counted: what is none, and what came a day late.</summary>
    public static readonly string[] SetAside = [$"{Errors}telemetry/", $"{Errors}visits/", Late];

    /// <summary>How Firehose lays out a table's objects: by time of arrival, UTC.</summary>
    public static string StreamPrefix(TableDefinition table) =>
        $"{table.Prefix}dt=!{{timestamp:yyyy-MM-dd}}/hour=!{{timestamp:HH}}/";

    public static string StreamErrorPrefix(TableDefinition table) =>
        $"{Errors}{table.Name}/!{{firehose:error-output-type}}/!{{timestamp:yyyy-MM-dd}}/";
}
