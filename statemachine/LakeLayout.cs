using System.Globalization;
using System.Text.RegularExpressions;

namespace Workflow;

/// <summary>The places in the lake bucket, besides the tables' own prefixes.</summary>
public static partial class LakeLayout
{
    /// <summary>Athena's results and the manifests of what it unloaded.</summary>
    public const string QueryResults = "athena-results/";

    /// <summary>The prefix of the files that Athena unloads for the planning.</summary>
    public const string Plans = "plans/";

    /// <summary>The prefix of the results of each batch of an execution.</summary>
    public const string MapRuns = "map-runs/";

    /// <summary>The prefix of the manifests that name the files of a load into the warehouse.</summary>
    public const string LoadManifests = "warehouse/manifests/";

    /// <summary>The prefix of the records that Firehose could not convert, by stream and kind of error.</summary>
    public const string Errors = "errors/";

    /// <summary>Events that search never takes, with its words.</summary>
    public const string RejectedBySearch = $"{Errors}search/";

    /// <summary>The dispatched routes, by which trucks' positions are enriched.</summary>
    public const string Routes = "routes/";

    /// <summary>Batches of events that were given up on, with their records. Lambda chooses the prefix.</summary>
    public const string FailedBatches = "aws/lambda/";

    /// <summary>Events that came more than a day after they happened.</summary>
    public const string Late = "late/";

    /// <summary>Events that were not counted: what is none, and what came a day late.</summary>
    public static readonly string[] SetAside = [$"{Errors}telemetry/", $"{Errors}visits/", Late];

    /// <summary>The prefix under which Firehose puts a table's objects: by time of arrival, UTC.</summary>
    public static string StreamPrefix(TableDefinition table) =>
        $"{table.Prefix}dt=!{{timestamp:yyyy-MM-dd}}/hour=!{{timestamp:HH}}/";

    /// <summary>
    /// The prefix under which Firehose puts records that it could not convert to a table's rows: by kind of error and
    /// time of arrival, UTC.
    /// </summary>
    public static string StreamErrorPrefix(TableDefinition table) =>
        $"{Errors}{table.Name}/!{{firehose:error-output-type}}/!{{timestamp:yyyy-MM-dd}}/";

    /// <summary>The prefix that Firehose makes of one of its patterns.</summary>
    /// <param name="pattern">A prefix with <c>!{timestamp:…}</c> and <c>!{firehose:error-output-type}</c> in it.</param>
    /// <param name="arrival">The time at which the record arrived.</param>
    /// <param name="error">The kind of error, such as <c>format-conversion-failed</c>; null where the pattern has none.</param>
    public static string Expand(string pattern, DateTimeOffset arrival, string? error = null) =>
        Timestamp.Replace(pattern, time => arrival.UtcDateTime.ToString(time.Groups["format"].Value, CultureInfo.InvariantCulture))
            .Replace("!{firehose:error-output-type}", error, StringComparison.Ordinal);

    [GeneratedRegex(@"!\{timestamp:(?<format>[^}]+)\}")]
    private static partial Regex Timestamp { get; }
}
