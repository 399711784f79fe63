using System.Runtime.ExceptionServices;
using Local.Sqs;
using Replenishment.Dispatching;

namespace Local.Dispatching;

/// <summary>What a pass over the queue came to.</summary>
/// <param name="Deliveries">Delivery requests taken off the queue.</param>
/// <param name="Lines">Their lines that are on trucks now.</param>
/// <param name="AlreadyDispatched">Their lines that were on trucks before.</param>
/// <param name="Superseded">Their lines whose shelf got, or gets, what a newer plan ordered.</param>
/// <param name="Routes">By wave and depot, most urgent first.</param>
/// <param name="DeadLetters">Requests given up in this pass.</param>
/// <param name="Waiting">Requests that no truck can carry today, sent to the queue again.</param>
/// <param name="OnQueue">Requests that wait on the queue, of this pass and of earlier ones.</param>
/// <param name="Failure">What ended it before its end; what was done before stands. Null: nothing did.</param>
internal sealed record PassResult(
    int Deliveries,
    int Lines,
    int AlreadyDispatched,
    int Superseded,
    IReadOnlyList<Route> Routes,
    IReadOnlyList<DeadLetter> DeadLetters,
    IReadOnlyList<MessageOutcome.Waiting> Waiting,
    int OnQueue,
    ExceptionDispatchInfo? Failure = null)
{
    /// <returns>This very result, where nothing failed.</returns>
    public PassResult OrThrow()
    {
        Failure?.Throw();
        return this;
    }
}

/// <summary>A message given up on, and why.</summary>
internal sealed record DeadLetter(string MessageId, string Reason, string Body)
{
    public static DeadLetter Of(StoredMessage message) => new(
        message.Id,
        message.Failure ?? $"It was received {message.Receives} times, and its receivers ended before they were done.",
        message.Body);
}
