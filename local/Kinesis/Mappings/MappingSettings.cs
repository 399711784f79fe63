namespace Kinesis.Mappings;

/// <summary>The settings by which a mapping reads its stream and handles failures, with Lambda's names and defaults.</summary>
internal sealed record MappingSettings
{
    public int BatchSize { get; init; } = 100;

    public int MaximumBatchingWindowInSeconds { get; init; }

    public int ParallelizationFactor { get; init; } = 1;

    public bool BisectBatchOnFunctionError { get; init; }

    /// <summary>The number of retries of a failed batch; −1 for no limit.</summary>
    public int MaximumRetryAttempts { get; init; } = -1;

    /// <summary>The greatest age of a record in seconds; −1 for any age.</summary>
    public int MaximumRecordAgeInSeconds { get; init; } = -1;

    /// <summary>The length of a tumbling window in seconds; 0 for no windows.</summary>
    public int TumblingWindowInSeconds { get; init; }

    public bool ReportsBatchItemFailures { get; init; }

    /// <summary>The ARN of what takes failures; null: nothing does.</summary>
    public string? OnFailure { get; init; }

    /// <summary>Patterns of which one has to fit.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];
}
