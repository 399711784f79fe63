using System.Text.RegularExpressions;
using JsonValues;
using Local.Protocol;

namespace Local.StepFunctions;

/// <summary>
/// What a state machine logs and whether it is traced, as CreateStateMachine takes it and DescribeStateMachine shows it. The local stage
/// keeps it, and writes neither logs nor traces.
/// </summary>
/// <param name="Level">Which events are logged: one of <see cref="Levels"/>.</param>
/// <param name="IncludesData">Whether logs have the input and the output.</param>
/// <param name="LogGroups">The ARNs of the log groups, one at most; null where the request had no member for them.</param>
/// <param name="IsTraced">Whether X-Ray traces it.</param>
/// <remarks>
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_LoggingConfiguration.html; the answers, defaults and errors are as
/// recorded in localstack/localstack, tests/aws/services/stepfunctions/v2/test_sfn_api_logs.snapshot.json.
/// </remarks>
internal sealed partial record Monitoring(string Level, bool IncludesData, IReadOnlyList<string>? LogGroups, bool IsTraced)
{
    private const string Off = "OFF";
    private static readonly string[] Levels = ["ALL", "ERROR", "FATAL", Off];

    public static Monitoring None { get; } = new(Off, IncludesData: false, LogGroups: null, IsTraced: false);

    public JsonObject LoggingJson() => JsonObject.OfPresent(
        ("level", Level),
        ("includeExecutionData", IncludesData),
        ("destinations", LogGroups is null ? null : JsonArray.Of(LogGroups.Select(arn =>
            JsonObject.Of(("cloudWatchLogsLogGroup", JsonObject.Of(("logGroupArn", arn))))))));

    public JsonObject TracingJson() => JsonObject.Of(("enabled", IsTraced));

    /// <summary>Whether both say the same.</summary>
    public bool Equals(Monitoring? other) =>
        other is not null && (Level, IncludesData, IsTraced) == (other.Level, other.IncludesData, other.IsTraced)
        && (LogGroups is null ? other.LogGroups is null : other.LogGroups is not null && LogGroups.SequenceEqual(other.LogGroups));

    public override int GetHashCode() => HashCode.Combine(Level, IncludesData, IsTraced, LogGroups?.Count);

    /// <summary>This, with what a request gives of it.</summary>
    /// <exception cref="AwsException">A configuration is not as Step Functions takes it.</exception>
    public Monitoring With(JsonObject request)
    {
        var changed = this;
        if (Structure(request, "loggingConfiguration") is { } logging)
        {
            changed = changed with
            {
                Level = LevelOf(logging),
                IncludesData = logging.Flag("includeExecutionData"),
                LogGroups = LogGroupsOf(logging),
            };
        }

        if (Structure(request, "tracingConfiguration") is { } tracing)
        {
            changed = changed with { IsTraced = tracing.Flag("enabled") };
        }

        // One destination, and with a level other than OFF it is required.
        return changed.LogGroups?.Count > 1 || (changed.Level != Off && changed.LogGroups is not [_])
            ? throw Refused("Must specify exactly one Log Destination.")
            : changed;
    }

    private static string LevelOf(JsonObject logging) => logging.TextOrNull("level") switch
    {
        null => Off,
        var level when Levels.Contains(level) => level,
        var other => throw AwsException.Invalid(
            "loggingConfiguration.level", other, $"Member must satisfy enum value set: [{string.Join(", ", Levels)}]"),
    };

    private static List<string>? LogGroupsOf(JsonObject logging) => logging.Given("destinations") switch
    {
        null => null,
        JsonArray destinations => [.. destinations.Select(LogGroupOf)],
        _ => throw WrongType("loggingConfiguration.destinations", "a list of objects"),
    };

    private static string LogGroupOf(Json destination)
    {
        var arn = destination is JsonObject members
            ? Structure(members, "cloudWatchLogsLogGroup")?.TextOrNull("logGroupArn") ?? ""
            : throw WrongType("loggingConfiguration.destinations", "a list of objects");
        return LogGroupArn().IsMatch(arn)
            ? arn
            : throw Refused($"Log Destination '{arn}' is not the ARN of a log group, which ends with ':*'.");
    }

    private static JsonObject? Structure(JsonObject owner, string member) => owner.Given(member) switch
    {
        null => null,
        JsonObject structure => structure,
        _ => throw WrongType(member, "an object"),
    };

    private static AwsException Refused(string why) => new("InvalidLoggingConfiguration", $"Invalid Logging Configuration: {why}");

    private static AwsException WrongType(string member, string type) => new("SerializationException", $"The member '{member}' should be {type}.");

    // The characters of a name: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html.
    [GeneratedRegex(@"\Aarn:[a-z-]+:logs:[a-z0-9-]+:[0-9]{12}:log-group:[.\-_/#A-Za-z0-9]{1,512}:\*\z")]
    private static partial Regex LogGroupArn();
}
