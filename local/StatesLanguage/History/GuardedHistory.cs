using StatesLanguage.Results;

namespace StatesLanguage.History;

/// <summary>Keeps faults of a history, such as a full disk, apart from everything else that goes wrong in an execution.</summary>
internal sealed class GuardedHistory(IHistory inner) : IHistory
{
    public void Append(HistoryEvent happened)
    {
        try
        {
            inner.Append(happened);
        }
        catch (Exception exception)
        {
            throw new HistoryFault(exception);
        }
    }

    public void Flush() => Guard(() =>
    {
        inner.Flush();
        return true;
    });

    public void Changed(MapRun run) => Guard(() =>
    {
        inner.Changed(run);
        return true;
    });

    public IHistory Child(ChildExecution child, IEnumerable<HistoryEvent> past) => Guard(() => inner.Child(child, past));

    public void Ended(ChildExecution child, ExecutionResult result) => Guard(() =>
    {
        inner.Ended(child, result);
        return true;
    });

    private static T Guard<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception)
        {
            throw new HistoryFault(exception);
        }
    }
}

/// <summary>The history cannot be written: the execution stops where it is, and can go on from there.</summary>
internal sealed class HistoryFault(Exception fault) : ExecutionInterruption(fault.Message, fault);
