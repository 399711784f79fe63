using System.Globalization;
using System.Text.Json.Serialization;

namespace Local.Redshift;

/// <summary>The statements that a client asked to run.</summary>
/// <param name="Sqls">The one statement, or those of a batch.</param>
/// <param name="IsBatch">Whether the request came by BatchExecuteStatement.</param>
/// <param name="Database">The database.</param>
internal sealed record StatementRequest(IReadOnlyList<string> Sqls, bool IsBatch, string Database)
{
    public string? Name { get; init; }

    public string? ClientToken { get; init; }

    public string? SecretArn { get; init; }

    /// <summary>Values by name; none: null.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    public bool Asks(StatementRequest other) =>
        IsBatch == other.IsBatch
        && Database == other.Database
        && Name == other.Name
        && Sqls.SequenceEqual(other.Sqls)
        && (Parameters ?? NoParameters).OrderBy(value => value.Key, StringComparer.Ordinal)
            .SequenceEqual((other.Parameters ?? NoParameters).OrderBy(value => value.Key, StringComparer.Ordinal));

    private static readonly Dictionary<string, string> NoParameters = [];
}

/// <summary>The present state of one SQL statement of a request.</summary>
/// <param name="Status">The status: one of <see cref="StatementStatus"/>.</param>
/// <param name="UpdatedAt">The time of the last change.</param>
internal sealed record SubStatement(string Status, DateTimeOffset UpdatedAt)
{
    public DateTimeOffset? StartedAt { get; init; }

    public string? Error { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>Rows of the result, or rows written or changed; -1: not known yet.</summary>
    public long ResultRows { get; init; } = -1;

    /// <summary>The size in bytes; -1 while it is not known.</summary>
    public long ResultSize { get; init; } = -1;

    public bool HasResultSet { get; init; }
}

/// <summary>A request as DescribeStatement shows it.</summary>
internal sealed record Statement
{
    public required string Id { get; init; }

    public required StatementRequest Request { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Counts what this data folder's warehouse was asked.</summary>
    public required long Number { get; init; }

    public string? Error { get; init; }

    public TimeSpan Duration { get; init; }

    public required IReadOnlyList<SubStatement> Parts { get; init; }

    [JsonIgnore]
    public bool HasEnded => StatementStatus.HasEnded(Status);

    /// <summary>The id of one of a batch, from 1.</summary>
    public string PartId(int part) => string.Create(CultureInfo.InvariantCulture, $"{Id}:{part + 1}");
}

/// <summary>The statuses that the Data API has.</summary>
internal static class StatementStatus
{
    public const string Submitted = "SUBMITTED";
    public const string Picked = "PICKED";
    public const string Started = "STARTED";
    public const string Finished = "FINISHED";
    public const string Failed = "FAILED";
    public const string Aborted = "ABORTED";

    public static IReadOnlyList<string> All { get; } = [Submitted, Picked, Started, Finished, Aborted, Failed];

    public static bool HasEnded(string status) => status is Finished or Failed or Aborted;
}
