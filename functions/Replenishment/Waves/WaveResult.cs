using System.Runtime.ExceptionServices;
using Replenishment.Dispatching;

namespace Replenishment.Waves;

/// <summary>The result of a call's waves.</summary>
public sealed class WaveResult
{
    private readonly Dictionary<string, MessageOutcome.Refused> refused = [];
    private readonly List<MessageOutcome.Delivered> delivered = [];
    private readonly List<MessageOutcome.Waiting> waiting = [];
    private readonly List<Route> routes = [];

    /// <summary>Whether another wave was under way, so that this call sent none.</summary>
    public bool IsBusy { get; internal init; }

    /// <summary>Waves that went out; 0 where nothing waited.</summary>
    public int Waves { get; private set; }

    /// <summary>Requests that are done.</summary>
    public IReadOnlyList<MessageOutcome.Delivered> Delivered => delivered;

    /// <summary>Requests of which no truck can carry all today.</summary>
    public IReadOnlyList<MessageOutcome.Waiting> Waiting => waiting;

    /// <summary>Requests that cannot be dispatched, each once.</summary>
    public IReadOnlyCollection<MessageOutcome.Refused> Refused => refused.Values;

    /// <summary>The routes by wave and depot, the most urgent first.</summary>
    public IReadOnlyList<Route> Routes => routes;

    /// <summary>Requests that were taken and had to be given back, because time ran out or something failed.</summary>
    public int Returned { get; internal set; }

    /// <summary>Requests that are on the queue after the last wave, with those of earlier ones; about, where the queue only estimates.</summary>
    public int OnQueue { get; internal set; }

    /// <summary>The exception that ended the call; null when none did.</summary>
    public ExceptionDispatchInfo? Failure { get; internal set; }

    /// <summary>Lines of all requests, those that wait for others of their lines too, that came to an end.</summary>
    public IEnumerable<MessageOutcome.Delivered> Done => delivered.Concat(waiting.Select(outcome => outcome.Done));

    internal void Add(DispatchResult wave)
    {
        Waves++;
        Failure = wave.Failure;
        routes.AddRange(wave.Routes);
        delivered.AddRange(wave.Outcomes.OfType<MessageOutcome.Delivered>());
        waiting.AddRange(wave.Outcomes.OfType<MessageOutcome.Waiting>());
        foreach (var outcome in wave.Outcomes.OfType<MessageOutcome.Refused>())
        {
            refused[outcome.MessageId] = outcome;
        }
    }
}
