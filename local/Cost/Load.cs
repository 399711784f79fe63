namespace Cost;

/// <summary>A chain and how busy it is.</summary>
/// <param name="Stores">Stores.</param>
/// <param name="Products">Products in each.</param>
/// <param name="ReadingsPerDay">The readings of each product in each store.</param>
/// <param name="RunsPerDay">Executions of the state machine.</param>
internal sealed record Load(int Stores, int Products, int ReadingsPerDay, int RunsPerDay)
{
    public const int DaysPerMonth = 30;

    /// <summary>Products in stores.</summary>
    public decimal Lines => (decimal)Stores * Products;

    /// <summary>A day.</summary>
    public decimal Readings => Lines * ReadingsPerDay;

    /// <summary>A month.</summary>
    public decimal Runs => RunsPerDay * DaysPerMonth;
}
