using RealTime.Tables;

namespace RealTime.Alerts;

/// <summary>Changes items of the table of alerts, each on condition that it is as it was read.</summary>
internal sealed class AlertItems(ITable alerts)
{
    /// <param name="next">Computes the item that takes the present one's place; null when the present one is right.</param>
    /// <returns>The item that the table now has; null where it has none.</returns>
    /// <exception cref="TableBusyException">The table could not answer now.</exception>
    public async Task<Item?> ChangeAsync(string id, Func<Item?, Item?> next, CancellationToken cancellation)
    {
        while (true)
        {
            var held = (await alerts.GetAsync([new(id)], cancellation))[0];
            if (next(held) is not { } wanted)
            {
                return held;
            }

            var revision = held?.Whole(Attributes.Revision) ?? 0;
            wanted[Attributes.Revision] = ItemValue.Of(revision + 1);
            switch ((await alerts.PutAsync([new(wanted, Condition.AtRevision(revision))], cancellation))[0])
            {
                case PutOutcome.Written:
                    return wanted;
                case PutOutcome.Busy:
                    throw new TableBusyException($"The table of alerts did not take {id}.");
            }
        }
    }
}
