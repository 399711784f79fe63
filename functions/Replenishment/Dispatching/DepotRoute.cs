using System.Security.Cryptography;
using System.Text;

namespace Replenishment.Dispatching;

/// <summary>A route that no truck has been given yet.</summary>
internal sealed record DepotRoute
{
    public DepotRoute(DepotSite depot, IReadOnlyList<TruckLoad> loads)
    {
        Loads = loads;
        Id = IdOf(depot, loads);
    }

    public string Id { get; }

    public IReadOnlyList<TruckLoad> Loads { get; }

    public IEnumerable<OpenLine> Lines => Loads.SelectMany(load => load.Parcels).Select(parcel => parcel.Source);

    /// <summary>A digest of what rides on it: two routes never share one, and the same plan has the same.</summary>
    private static string IdOf(DepotSite depot, IEnumerable<TruckLoad> loads)
    {
        var keys = loads.SelectMany(load => load.Parcels).Select(parcel => parcel.DispatchKey);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', keys)));

        return $"{depot.DepotId}-{Convert.ToHexStringLower(digest.AsSpan(0, 6))}";
    }
}
