namespace RealTime.Tables;

/// <summary>A table of items: DynamoDB on AWS, the stage's own on one machine.</summary>
/// <remarks>
/// Everything that a call has answered survives a crash. A crash during a call may leave some of its puts done, each of
/// them complete.
/// </remarks>
public interface ITable
{
    /// <summary>Strongly consistent reads.</summary>
    /// <param name="keys">The keys, without repetition.</param>
    /// <returns>The items in the order of the keys; null where the table has none.</returns>
    /// <exception cref="TableBusyException">The table could not answer now.</exception>
    Task<IReadOnlyList<Item?>> GetAsync(IReadOnlyList<ItemKey> keys, CancellationToken cancellation = default);

    /// <summary>Puts each item whose condition holds, each by itself, in any order.</summary>
    /// <returns>The outcomes in the order of the puts.</returns>
    Task<IReadOnlyList<PutOutcome>> PutAsync(IReadOnlyList<ConditionalPut> puts, CancellationToken cancellation = default);

    /// <summary>The items of a partition whose sort keys lie in a range, first and last included, in ascending order.</summary>
    /// <exception cref="TableBusyException">The table could not answer now.</exception>
    Task<IReadOnlyList<Item>> QueryAsync(string partition, string first, string last, CancellationToken cancellation = default);

    /// <summary>Reads every item, in any order.</summary>
    IAsyncEnumerable<Item> ScanAsync(CancellationToken cancellation = default);
}

/// <param name="Sort">Null in a table without a sort key.</param>
public readonly record struct ItemKey(string Partition, string? Sort = null);

public sealed record ConditionalPut(Item Item, Condition Condition);

public enum PutOutcome
{
    Written,

    /// <summary>The condition does not hold: someone else was there before.</summary>
    Refused,

    /// <summary>The table could not take it now (throttled, unavailable). It may have been written all the same.</summary>
    Busy,
}

/// <summary>A table could not answer now, and may later.</summary>
public sealed class TableBusyException : Exception
{
    public TableBusyException(string message)
        : base(message)
    {
    }

    public TableBusyException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public TableBusyException()
    {
    }
}
