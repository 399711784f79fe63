namespace StatesLanguage.Running;

/// <summary>The branches or iterations of one state, of which the first failure ends the others.</summary>
internal sealed class Siblings(StateRun owner) : IDisposable
{
    private readonly CancellationTokenSource abort = CancellationTokenSource.CreateLinkedTokenSource(owner.Flow.Cancellation);
    private readonly List<Task> open = [];

    public CancellationToken Cancellation => abort.Token;

    public int Count => open.Count;

    /// <summary>Whether no more may be added, because one failed or the owner itself has to stop.</summary>
    public bool IsOver => abort.IsCancellationRequested;

    /// <summary>The first failure, and the last event of the flow that failed.</summary>
    public (StatesError Error, long LastEvent)? Failure { get; private set; }

    /// <summary>Takes on a flow that is under way, and what ends with it; nothing to do when it has ended already.</summary>
    public void Add(ValueTask running)
    {
        if (!running.IsCompletedSuccessfully)
        {
            open.Add(running.AsTask());
        }
    }

    public void Fail(StatesError error, FlowRun flow)
    {
        if (Failure is not null)
        {
            return;
        }

        Failure = (error, flow.Previous);
        if (error.IsTerminal)
        {
            // The whole execution ends here; what the others were doing is not told.
            owner.Flow.Execution.EndsSilently = true;
        }

        Stop();
    }

    public void Stop() => abort.Cancel();

    /// <summary>Waits until one of the open flows has ended.</summary>
    public async ValueTask WaitForOneAsync()
    {
        var ended = await Task.WhenAny(open);
        open.Remove(ended);
        try
        {
            await ended;
        }
        catch (OperationCanceledException) when (IsOver)
        {
            // The sibling was told to stop, and did.
        }
    }

    /// <summary>Waits until all have ended.</summary>
    /// <exception cref="OperationCanceledException">The owner itself was told to stop.</exception>
    public async ValueTask WaitForAllAsync()
    {
        while (open.Count > 0)
        {
            await WaitForOneAsync();
        }

        if (Failure is null)
        {
            owner.Flow.Cancellation.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => abort.Dispose();
}
