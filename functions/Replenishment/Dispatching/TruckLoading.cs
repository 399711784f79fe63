using Replenishment.Planning;

namespace Replenishment.Dispatching;

/// <summary>Cuts what a store gets into loads that fit a truck.</summary>
internal static class TruckLoading
{
    /// <summary>
    /// One load when everything fits into it. Otherwise lines stay whole, the largest first, each in the first load with
    /// room (first fit decreasing); only a line larger than a truck is cut, between cases.
    /// </summary>
    public static IReadOnlyList<TruckLoad> Loads(IReadOnlyList<OpenLine> lines, decimal truckVolumeL)
    {
        var capacity = Litres.Offered(truckVolumeL);
        var parcels = lines.SelectMany(line => Parcels(line, truckVolumeL)).ToList();
        if (parcels.Sum(parcel => (decimal)parcel.Millilitres) <= capacity)
        {
            return [new(parcels)];
        }

        var loads = new List<(long Room, List<Parcel> Parcels)>();
        foreach (var parcel in parcels
            .OrderByDescending(parcel => parcel.Millilitres)
            .ThenBy(parcel => parcel.DispatchKey, StringComparer.Ordinal))
        {
            var index = loads.FindIndex(load => load.Room >= parcel.Millilitres);
            if (index < 0)
            {
                index = loads.Count;
                loads.Add((capacity, []));
            }

            loads[index].Parcels.Add(parcel);
            loads[index] = (loads[index].Room - parcel.Millilitres, loads[index].Parcels);
        }

        return [.. loads.Select(load => new TruckLoad(load.Parcels))];
    }

    private static IEnumerable<Parcel> Parcels(OpenLine line, decimal truckVolumeL)
    {
        var (cases, volumeL) = (line.Line.Cases, line.Line.VolumeL);
        if (volumeL <= truckVolumeL)
        {
            yield return new(line, 1, cases, Litres.Needed(volumeL));
            yield break;
        }

        var fitting = TruckCapacity.CasesThatFit(cases, volumeL, truckVolumeL);
        var part = 1;
        for (var first = 0L; first < cases; first += fitting)
        {
            // Up to here less up to there: the parts add up to the line, to the millilitre.
            var last = Math.Min(cases, first + fitting);
            yield return new(line, part++, last - first, Share(line.Line, last) - Share(line.Line, first));
        }
    }

    private static long Share(DeliveryLine line, long cases) =>
        (long)decimal.Floor(Litres.Needed(line.VolumeL) / (decimal)line.Cases * cases);
}
