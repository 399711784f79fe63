using Replenishment.Dispatching;
using Replenishment.Waves;

namespace StoreTruck;

/// <summary>The result of a call's waves, for a person who calls the function.</summary>
/// <param name="Status"><c>dispatched</c>, <c>nothing_waits</c>, or <c>under_way</c>: another call sends a wave.</param>
/// <param name="Requests">Requests that are done.</param>
/// <param name="Waiting">The requests that no truck can carry today, by depot.</param>
/// <param name="RequestsOnQueue">The approximate number of requests after the last wave, with those that wait for a truck.</param>
/// <param name="ReturnedRequests">Requests for which there was no time left; they are on the queue.</param>
public sealed record WaveAnswer(
    string Status,
    int Waves,
    int Requests,
    int DispatchedLines,
    int AlreadyDispatchedLines,
    int SupersededLines,
    int Trucks,
    int Routes,
    decimal DistanceKm,
    int RefusedMessages,
    IReadOnlyList<WaitingDepot> Waiting,
    int ReturnedRequests,
    int RequestsOnQueue)
{
    internal static WaveAnswer Of(WaveResult result) => new(
        result.IsBusy ? "under_way" : result.Waves == 0 ? "nothing_waits" : "dispatched",
        result.Waves,
        result.Delivered.Count,
        result.Done.Sum(message => message.Dispatched),
        result.Done.Sum(message => message.AlreadyDispatched),
        result.Done.Sum(message => message.Superseded),
        result.Routes.Select(route => route.TruckId).Distinct().Count(),
        result.Routes.Count,
        result.Routes.Sum(route => route.DistanceKm),
        result.Refused.Count,
        [.. result.Waiting.GroupBy(message => message.Delivery.DepotId).Select(WaitingDepot.Of).OrderBy(depot => depot.DepotId, StringComparer.Ordinal)],
        result.Returned,
        result.OnQueue);
}

/// <summary>Requests of a depot that wait for a later wave.</summary>
/// <param name="Reason">A sentence.</param>
public sealed record WaitingDepot(string DepotId, int Requests, int Lines, string Reason)
{
    internal static WaitingDepot Of(IGrouping<string, MessageOutcome.Waiting> depot) =>
        new(depot.Key, depot.Count(), depot.Sum(message => message.Lines), depot.First().Reason);
}
