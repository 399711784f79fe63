using System.Globalization;
using RealTime.Streams;

namespace StreamSearch;

/// <summary>The settings that the stack gives the functions through their environment.</summary>
/// <param name="Endpoint"><c>SEARCH_ENDPOINT</c>, the collection's.</param>
/// <param name="Region"><c>AWS_REGION</c>, which Lambda sets.</param>
/// <param name="RetentionDays"><c>SEARCH_RETENTION_DAYS</c>: days that events can be found, today not counted.</param>
/// <param name="LakeBucket"><c>LAKE_BUCKET</c>: for what search does not take.</param>
/// <param name="Streams">The streams' names on one machine, by those they were deployed with: <c>TELEMETRY_STREAM</c> and so on.</param>
internal sealed record SearchSettings(Uri Endpoint, string Region, int RetentionDays, string LakeBucket, IReadOnlyDictionary<string, string> Streams)
{
    private static readonly string[] Names =
        ["SEARCH_ENDPOINT", "AWS_REGION", "SEARCH_RETENTION_DAYS", "LAKE_BUCKET", .. KnownStreams.All.Select(VariableOf)];

    /// <param name="variable">The value of an environment variable; null where it is not set.</param>
    /// <exception cref="InvalidOperationException">Some are not set; the message names each.</exception>
    public static SearchSettings Read(Func<string, string?> variable)
    {
        var missing = Names.Where(name => string.IsNullOrWhiteSpace(variable(name))).ToList();
        return missing.Count > 0
            ? throw new InvalidOperationException(
                $"StreamSearch cannot start: the environment has no {string.Join(" and no ", missing)}.")
            : new(
                // Without the slash, a relative path would replace the endpoint's own path.
                new(variable("SEARCH_ENDPOINT")!.TrimEnd('/') + "/"),
                variable("AWS_REGION")!,
                int.Parse(variable("SEARCH_RETENTION_DAYS")!, CultureInfo.InvariantCulture),
                variable("LAKE_BUCKET")!,
                KnownStreams.All.ToDictionary(stream => variable(VariableOf(stream))!, stream => stream.Name));
    }

    private static string VariableOf(StreamDefinition stream) => $"{stream.Name.ToUpperInvariant()}_STREAM";
}
