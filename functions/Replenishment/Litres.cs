namespace Replenishment;

/// <summary>Volumes to the millilitre, as decimals: a sum is the same in every order and prints without noise.</summary>
internal static class Litres
{
    private const int Decimals = 3;

    // Dividing by it drops the zeros at the end of a decimal: 12.500 prints as 12.5.
    private const decimal One = 1.0000000000000000000000000000m;

    public static decimal Of(long units, double unitVolumeL) => Rounded(units * (decimal)unitVolumeL);

    public static decimal OfMillilitres(long millilitres) => Rounded(millilitres / 1000m);

    public static decimal Sum(IEnumerable<decimal> volumes) => Rounded(volumes.Sum());

    /// <summary>The volume that goods need, in millilitres; a part of a millilitre counts as a whole one.</summary>
    public static long Needed(decimal litres) => (long)decimal.Ceiling(litres * 1000);

    /// <summary>The volume that a truck offers, in millilitres; a part of a millilitre does not count.</summary>
    public static long Offered(decimal litres) => (long)decimal.Floor(litres * 1000);

    private static decimal Rounded(decimal litres) =>
        Math.Round(litres, Decimals, MidpointRounding.AwayFromZero) / One;
}
