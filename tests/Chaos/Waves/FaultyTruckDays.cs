using System.Globalization;
using Chaos.Shelves;
using Replenishment.Dispatching;

namespace Chaos.Waves;

/// <summary>The days of trucks in front of the real ones: calls are lost, and now and then somebody else gives a tour in between.</summary>
internal sealed class FaultyTruckDays(ITruckDays days, Mishaps mishaps, Random random) : ITruckDays
{
    private const double RivalHours = 5;

    public int Rivals { get; private set; }

    public Task<DepotDay> FindAsync(string depotId, DateOnly day, CancellationToken cancellation = default) =>
        mishaps.CallAsync(() => days.FindAsync(depotId, day, cancellation));

    public Task<bool> GiveAsync(DepotDay day, CancellationToken cancellation = default) => mishaps.CallAsync(async () =>
    {
        if (mishaps.Happen && random.Next(4) == 0)
        {
            await RivalAsync(await days.FindAsync(day.DepotId, day.Day, cancellation), cancellation);
        }

        return await days.GiveAsync(day, cancellation);
    });

    /// <summary>Gives a truck a tour, where its day has room.</summary>
    private async Task RivalAsync(DepotDay day, CancellationToken cancellation)
    {
        var truck = $"{day.DepotId}-T01";
        var today = day.Trucks.GetValueOrDefault(truck) ?? new(0, TimeSpan.Zero);
        if (today.Out.TotalHours + RivalHours > 24)
        {
            return;
        }

        Rivals++;
        var route = string.Create(CultureInfo.InvariantCulture, $"rival-{Rivals}");
        Assert.True(await days.GiveAsync(day with { Tours = [.. day.Tours, new(route, truck, today.Tours + 1, RivalHours)] }, cancellation));
    }
}
