using StatesLanguage.Results;

namespace StatesLanguage.Running;

/// <summary>Numbers the events of an execution, and ends it when there are too many.</summary>
internal sealed class Recorder(IHistory history, TimeProvider clock, long limit, long lastId)
{
    public long LastId { get; private set; } = lastId;

    /// <summary>The time of the last event.</summary>
    public DateTimeOffset LastTime { get; private set; } = clock.GetUtcNow();

    /// <summary>Appends an event, but the last one that fits, which is the execution's own.</summary>
    /// <exception cref="HistoryFullException">There are as many events as an execution may have.</exception>
    public long Append(HistoryEventType type, long previous, EventDetails? details = null)
    {
        if (LastId >= limit - 1)
        {
            throw new HistoryFullException($"The execution reached the maximum number of history events ({limit}).");
        }

        return AppendLast(type, previous, details);
    }

    public long AppendLast(HistoryEventType type, long previous, EventDetails? details)
    {
        LastTime = clock.GetUtcNow();
        history.Append(new HistoryEvent(++LastId, previous, LastTime, type, details));
        return LastId;
    }
}

/// <summary>The execution has as many events as it may have, and fails.</summary>
internal sealed class HistoryFullException(string message) : ExecutionInterruption(message);
