using Lake.Counting;
using Local.Report;
using Local.Services;
using Local.StepFunctions;

namespace Local.Cli;

/// <summary>The prices that an execution set, as sentences.</summary>
internal sealed record PricingResult(PricingOutcome Outcome)
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["floor"] = "held at the floor of the price list",
        ["ceiling"] = "held at the ceiling of the price list",
        ["day"] = "held within what a price may change in a day",
    };

    public static async Task<PricingResult?> ReadAsync(Stage stage, Execution execution, CancellationToken cancellation) =>
        await PricingOutcome.ReadAsync(stage, execution, cancellation) is { } outcome ? new(outcome) : null;

    public void Print(TextWriter output)
    {
        var prices = Outcome.Prices;
        Row("Hour", $"{Outcome.Hour} (UTC)");
        Row("Products in stores", Counts.Number(Outcome.Products));
        Row("Prices set", $"{Counts.Number(prices.Priced)}: {Counts.Number(prices.Raised)} raised, {Counts.Number(prices.Lowered)} lowered, {Counts.Number(prices.Unchanged)} unchanged");
        foreach (var (bound, count) in prices.Held)
        {
            output.WriteLine($"  {Counts.Number(count),9}  {Words[bound]}");
        }

        Row("Prices kept", $"{Counts.Number(prices.Kept)}, which had one for this hour or a later one");
        if (prices.Refused.Count > 0)
        {
            Row("Not priced", $"{Counts.Number(prices.Refused.Values.Sum())}, whose row of the price list is wrong");
            foreach (var (reason, count) in prices.Refused)
            {
                output.WriteLine($"  {Counts.Number(count),9}  {reason}");
            }
        }

        output.WriteLine(Outcome.Products == 0
            ? "No product of the price list has a clean reading in the days that are looked at."
            : "Next: 'prices' shows them with their reasons.");

        void Row(string name, string value) => output.WriteLine($"{name,-18} {value}");
    }
}
