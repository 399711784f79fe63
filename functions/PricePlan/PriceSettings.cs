namespace PricePlan;

/// <summary>The settings that the stack gives the function through its environment.</summary>
/// <param name="PricesTable">The DynamoDB table of prices.</param>
internal sealed record PriceSettings(string PricesTable)
{
    private const string TableName = "PRICES_TABLE";

    /// <param name="variable">The value of an environment variable; null where it is not set.</param>
    /// <exception cref="InvalidOperationException">It is not set; the message names it.</exception>
    public static PriceSettings Read(Func<string, string?> variable) => variable(TableName) is { } table && !string.IsNullOrWhiteSpace(table)
        ? new(table)
        : throw new InvalidOperationException($"PricePlan cannot start: the environment has no {TableName}.");
}
