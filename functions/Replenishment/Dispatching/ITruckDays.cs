namespace Replenishment.Dispatching;

/// <summary>Knows which trucks were sent out on a day, so that no truck is in two places at once and no tour's number repeats.</summary>
public interface ITruckDays
{
    /// <param name="day">UTC.</param>
    /// <returns>By truck; one that was not sent out is absent.</returns>
    Task<IReadOnlyDictionary<string, TruckDay>> FindAsync(DateOnly day, CancellationToken cancellation = default);
}

/// <summary>What a truck has been given to do on a day.</summary>
/// <param name="Tours">How many.</param>
/// <param name="Out">How long they take together.</param>
public sealed record TruckDay(int Tours, TimeSpan Out);
