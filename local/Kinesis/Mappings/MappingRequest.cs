using System.Text.Json;
using Kinesis.Wire;

namespace Kinesis.Mappings;

/// <summary>Reads the settings out of a request to make or change a mapping, in Lambda's words.</summary>
internal static class MappingRequest
{
    private static readonly string[] Positions = ["LATEST", "AT_TIMESTAMP", "TRIM_HORIZON"];

    /// <summary>Settings that Lambda has and this stage does not; a request with one is refused.</summary>
    private static readonly string[] NotBuilt =
    [
        "AmazonManagedKafkaEventSourceConfig", "DocumentDBEventSourceConfig", "KMSKeyArn", "ProvisionedPollerConfig", "Queues",
        "ScalingConfig", "SelfManagedEventSource", "SelfManagedKafkaEventSourceConfig", "SourceAccessConfigurations", "Topics",
    ];

    public static string StartingPosition(JsonElement request)
    {
        var position = request.TextOrNull("StartingPosition") ?? throw MappingException.Parameter(
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.");
        return Positions.Contains(position) ? position : throw Invalid("startingPosition", position, $"Member must satisfy enum value set: [{string.Join(", ", Positions)}]");
    }

    public static MappingSettings Settings(JsonElement request, MappingSettings before)
    {
        foreach (var member in NotBuilt)
        {
            if (request.Member(member) is not null)
            {
                throw MappingException.Parameter($"The local stage reads Kinesis streams alone, and has no {member}.");
            }
        }

        var settings = before with
        {
            BatchSize = Whole(request, "BatchSize", 1, 10_000) ?? before.BatchSize,
            MaximumBatchingWindowInSeconds = Whole(request, "MaximumBatchingWindowInSeconds", 0, 300) ?? before.MaximumBatchingWindowInSeconds,
            ParallelizationFactor = Whole(request, "ParallelizationFactor", 1, 10) ?? before.ParallelizationFactor,
            BisectBatchOnFunctionError = request.Member("BisectBatchOnFunctionError")?.GetBoolean() ?? before.BisectBatchOnFunctionError,
            MaximumRetryAttempts = Whole(request, "MaximumRetryAttempts", -1, 10_000) ?? before.MaximumRetryAttempts,
            MaximumRecordAgeInSeconds = Whole(request, "MaximumRecordAgeInSeconds", -1, 604_800) ?? before.MaximumRecordAgeInSeconds,
            TumblingWindowInSeconds = Whole(request, "TumblingWindowInSeconds", 0, 900) ?? before.TumblingWindowInSeconds,
            ReportsBatchItemFailures = ResponseTypes(request) ?? before.ReportsBatchItemFailures,
            OnFailure = request.Member("DestinationConfig") is { } destinations ? Destination(destinations) : before.OnFailure,
            Filters = request.Member("FilterCriteria") is { } criteria ? Filters(criteria) : before.Filters,
        };
        return settings.MaximumRecordAgeInSeconds is >= 0 and < 60
            ? throw MappingException.Parameter("MaximumRecordAgeInSeconds must be -1 or from 60 to 604800.")
            : settings;
    }

    private static int? Whole(JsonElement request, string name, int least, int most)
    {
        if (request.Member(name) is not { } value)
        {
            return null;
        }

        var number = value.ValueKind == JsonValueKind.Number ? value.Whole() : throw MappingException.Parameter($"{name} must be a whole number.");
        var member = char.ToLowerInvariant(name[0]) + name[1..];
        return number < least ? throw Invalid(member, $"{number}", $"Member must have value greater than or equal to {least}")
            : number > most ? throw Invalid(member, $"{number}", $"Member must have value less than or equal to {most}")
            : number;
    }

    private static bool? ResponseTypes(JsonElement request) => request.Member("FunctionResponseTypes") is not { } types
        ? null
        : types.EnumerateArray().Select(type => type.GetString()).ToList() switch
        {
            [] => false,
            ["ReportBatchItemFailures"] => true,
            _ => throw MappingException.Parameter("FunctionResponseTypes may hold ReportBatchItemFailures alone."),
        };

    private static string? Destination(JsonElement destinations)
    {
        var arn = destinations.Member("OnFailure") is { } failure ? failure.TextOrNull("Destination") : null;
        return arn is null
            || arn.StartsWith("arn:aws:sqs:", StringComparison.Ordinal)
            || arn.StartsWith("arn:aws:sns:", StringComparison.Ordinal)
            || arn.StartsWith("arn:aws:s3:::", StringComparison.Ordinal)
                ? arn
                : throw MappingException.Parameter($"The destination '{arn}' is no queue, topic or bucket.");
    }

    private static List<string> Filters(JsonElement criteria)
    {
        var patterns = criteria.Member("Filters") is { } filters
            ? filters.EnumerateArray().Select(filter => filter.TextOrNull("Pattern") ?? "").ToList()
            : [];
        if (patterns.Count > 5)
        {
            throw MappingException.Parameter("A mapping has up to five filters.");
        }

        return patterns.All(pattern => EventPattern.Parse(pattern) is not null)
            ? patterns
            : throw MappingException.Parameter("Invalid filter pattern definition.");
    }

    private static MappingException Invalid(string member, string value, string constraint) => new(
        400, "ValidationException", $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}");
}
