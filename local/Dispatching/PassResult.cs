using System.Runtime.ExceptionServices;
using Local.Sqs;
using Replenishment.Dispatching;

namespace Local.Dispatching;

/// <summary>The result of a pass over the queue.</summary>
/// <param name="Deliveries">Delivery requests taken off the queue.</param>
/// <param name="Lines">The lines of these requests that are on trucks now.</param>
/// <param name="AlreadyDispatched">The lines of these requests that were on trucks before.</param>
/// <param name="Superseded">The lines of these requests whose shelf got, or gets, the order of a newer plan.</param>
/// <param name="Routes">The routes by wave and depot, the most urgent first.</param>
/// <param name="DeadLetters">Requests given up in this pass.</param>
/// <param name="Waiting">Requests that no truck can carry today, sent to the queue again.</param>
/// <param name="OnQueue">Requests that wait on the queue, of this pass and of earlier ones.</param>
/// <param name="Failure">The exception that ended the pass early, while what was done before stays; null when none did.</param>
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
    /// <returns>The same result, when nothing failed.</returns>
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
