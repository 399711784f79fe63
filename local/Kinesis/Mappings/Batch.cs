using Kinesis.Store;

namespace Kinesis.Mappings;

/// <summary>Records that a function is called with, until they are done with.</summary>
internal sealed class Batch(IReadOnlyList<Record> records)
{
    public IReadOnlyList<Record> Records { get; set; } = records;

    /// <summary>The number of calls with the batch that failed.</summary>
    public int Attempts { get; set; }

    /// <summary>The number of times that the function was to be called and could not be.</summary>
    public int Unavailable { get; set; }

    /// <summary>The time before which the batch is not tried again, in milliseconds since 1970.</summary>
    public long NotBefore { get; set; }

    /// <summary>The reason why the batch was given up on, which is still to be reported; null when it was not given up on.</summary>
    public Failure? GivenUp { get; set; }

    /// <summary>Whether the batch is the call that ends a tumbling window, without records.</summary>
    public bool EndsWindow { get; init; }
}

/// <summary>The reason why a batch was given up on.</summary>
/// <param name="Condition">RetryAttemptsExhausted or RecordAgeExceeded.</param>
/// <param name="Invocations">The number of calls with the batch.</param>
/// <param name="FunctionError">The error of the last call; null when the function answered, with reported items.</param>
internal sealed record Failure(string Condition, int Invocations, string? FunctionError);

/// <summary>A tumbling window that is open.</summary>
/// <param name="Start">Milliseconds since 1970; a multiple of the length.</param>
/// <param name="FirstIndex">The index of the window's first record: the checkpoint stays there until the window has ended.</param>
internal sealed record Window(long Start, long End, long FirstIndex)
{
    /// <summary>The function's last answer, as JSON.</summary>
    public string State { get; set; } = "{}";

    /// <summary>Whether the state has outgrown the size that Lambda keeps.</summary>
    public bool EndsEarly { get; set; }
}

/// <summary>The result of a call of a function.</summary>
internal abstract record CallResult
{
    private CallResult()
    {
    }

    public sealed record Succeeded : CallResult;

    /// <param name="FirstFailed">The place in the batch of the first record that is to come again; not 0.</param>
    public sealed record Partly(int FirstFailed) : CallResult;

    /// <param name="FunctionError">Null: the function answered, and reported the whole batch.</param>
    public sealed record Failed(string? FunctionError) : CallResult;

    /// <summary>The function did not run.</summary>
    public sealed record Unavailable : CallResult;
}
