using System.Text.Json;
using System.Text.Json.Serialization;
using JsonValues;
using StatesLanguage;

namespace Local.Drawing;

/// <summary>Items of a Map, or child executions of a map run, by how they stand.</summary>
internal sealed record ItemCounts(long Total, long Succeeded, long Failed, long Aborted, long Running, long Pending)
{
    public static ItemCounts Add(ItemCounts one, ItemCounts other) => new(
        one.Total + other.Total,
        one.Succeeded + other.Succeeded,
        one.Failed + other.Failed,
        one.Aborted + other.Aborted,
        one.Running + other.Running,
        one.Pending + other.Pending);
}

/// <summary>
/// The work of an execution and its child executions in one state. A state that was never entered has no summary.
/// </summary>
internal sealed record StateSummary
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required string Name { get; init; }

    /// <summary>The status of its visits that comes first in the order of the enumeration.</summary>
    public required VisitStatus Status { get; init; }

    /// <summary>Visits to the state; a retry is another attempt of the same visit.</summary>
    public int Entered { get; init; }

    public int Succeeded { get; init; }

    public int Failed { get; init; }

    /// <summary>Visits that failed and went on by a catcher.</summary>
    public int Caught { get; init; }

    public int Retries { get; init; }

    public DateTimeOffset FirstEntered { get; init; }

    /// <summary>The sum over the visits that ended; null when none has.</summary>
    [JsonIgnore]
    public TimeSpan? Duration { get; init; }

    public double? DurationMs => Duration?.TotalMilliseconds;

    /// <summary>The states that transitions into this one came from, in ordinal order.</summary>
    public IReadOnlyList<string> EnteredFrom { get; init; } = [];

    public string? Error { get; init; }

    public string? Cause { get; init; }

    /// <summary>The input of the last visit as JSON text, cut where it is long.</summary>
    public string? Input { get; init; }

    /// <summary>The output of the last visit that ended, as JSON text, cut where it is long.</summary>
    public string? Output { get; init; }

    /// <summary>The items of a Map; null for other states.</summary>
    public ItemCounts? Items { get; init; }

    /// <summary>The child executions of a Distributed Map; null for other states.</summary>
    public ItemCounts? Children { get; init; }

    /// <summary>The summaries as the drawing's modules take them, in Node and on a page.</summary>
    public static Json ToJson(IReadOnlyList<StateSummary> states) => Json.Parse(JsonSerializer.SerializeToUtf8Bytes(states, Form));
}
