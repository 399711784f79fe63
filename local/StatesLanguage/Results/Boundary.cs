namespace StatesLanguage.Results;

/// <summary>
/// The boundary to code that an execution calls: any exception of that code fails the state, as AWS would let it fail.
/// </summary>
internal static class Boundary
{
    /// <summary>
    /// Whether an exception is a failure of the state. The end of the execution and a fault in keeping its history are
    /// not.
    /// </summary>
    public static bool Takes(Exception exception, CancellationToken cancellation) => exception switch
    {
        StateFailure or ExecutionInterruption => false,
        OperationCanceledException => !cancellation.IsCancellationRequested,
        _ => true,
    };
}
