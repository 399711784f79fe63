namespace StatesLanguage.Results;

/// <summary>Where code that an execution calls may throw whatever it likes, and the state fails as AWS would let it fail.</summary>
internal static class Boundary
{
    /// <summary>Whether an exception is a failure of the state: neither the end of its execution nor a fault of what keeps its history.</summary>
    public static bool Takes(Exception exception, CancellationToken cancellation) => exception switch
    {
        StateFailure or ExecutionInterruption => false,
        OperationCanceledException => !cancellation.IsCancellationRequested,
        _ => true,
    };
}
