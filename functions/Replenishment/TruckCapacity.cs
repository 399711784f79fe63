namespace Replenishment;

/// <summary>The capacity of a truck, the same for planning and for loading.</summary>
internal static class TruckCapacity
{
    /// <summary>
    /// The greatest plausible number of truck loads for one store, of one product or of a whole delivery; beyond it a
    /// number in a reading is wrong.
    /// </summary>
    public const int MostLoads = 100;

    /// <summary>Litres, many container ships: what claims to hold more is a mistake, and would overflow sums.</summary>
    public const decimal LargestTruckL = 1e12m;

    /// <returns>The cases of a line that one truck holds; less than 1 where a single case is too large.</returns>
    public static long CasesThatFit(long cases, decimal volumeL, decimal truckVolumeL)
    {
        var caseVolume = decimal.Ceiling(Litres.Needed(volumeL) / (decimal)cases);

        return caseVolume == 0 ? cases : (long)Math.Min(cases, Litres.Offered(truckVolumeL) / caseVolume);
    }

    /// <returns>Whether a line, or a delivery, asks for no more loads than a store can hold.</returns>
    public static bool IsPlausible(decimal volumeL, decimal truckVolumeL) => volumeL <= MostLoads * truckVolumeL;
}
