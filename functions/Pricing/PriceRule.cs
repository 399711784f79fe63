using System.Text.Json;

namespace Pricing;

/// <summary>
/// The steps by which a price follows stock, visits and sales; a merchant can read and change them in price-rule.json.
/// </summary>
/// <param name="Cover">The steps by days of cover: scarce goods cost more, goods in excess cost less.</param>
/// <param name="Trend">
/// The steps by how often a product was visited or sold in the recent hours, as a multiple of the expected number.
/// </param>
/// <param name="Perishing">Percent, 0 or less, where the cover is longer than the product keeps. It takes the place of the cover's step.</param>
/// <param name="Smoothing">Visits or sales that are added to both sides of a trend, so that a few of them say little; more than 0.</param>
public sealed record PriceRule(IReadOnlyList<PriceStep> Cover, IReadOnlyList<PriceStep> Trend, int Perishing, int Smoothing)
{
    private const string File = "price-rule.json";
    private const int MostPercent = 50;

    /// <summary>The rule that is deployed with this code.</summary>
    public static PriceRule Deployed { get; } = ReadDeployed();

    /// <summary>Reads a rule.</summary>
    /// <exception cref="PriceRuleException">The text is no rule; the message names the place.</exception>
    public static PriceRule Parse(string json)
    {
        PriceRule rule;
        try
        {
            rule = JsonSerializer.Deserialize(json, PriceRuleJson.Default.PriceRule) ?? throw new JsonException("The text is null.");
        }
        catch (JsonException error)
        {
            throw new PriceRuleException($"{File}: {error.Message}", error);
        }

        CheckSteps("cover", rule.Cover);
        CheckSteps("trend", rule.Trend);
        Require(rule.Perishing is <= 0 and >= -MostPercent, $"perishing is {rule.Perishing}, not from -{MostPercent} to 0.");
        Require(rule.Smoothing is > 0 and <= 1000, $"smoothing is {rule.Smoothing}, not from 1 to 1000.");
        return rule;
    }

    /// <summary>The step that a number falls on: the first whose bound it lies below.</summary>
    internal static PriceStep StepOf(IReadOnlyList<PriceStep> steps, decimal value) =>
        steps.First(step => step.Below is not { } bound || value < bound);

    /// <summary>A trend: what was counted as a multiple of what was expected, both smoothed.</summary>
    internal decimal TrendOf(decimal counted, decimal expected) => (counted + Smoothing) / (expected + Smoothing);

    private static PriceRule ReadDeployed()
    {
        using var file = typeof(PriceRule).Assembly.GetManifestResourceStream(File)!;
        using var text = new StreamReader(file);
        return Parse(text.ReadToEnd());
    }

    private static void CheckSteps(string name, IReadOnlyList<PriceStep> steps)
    {
        Require(steps.Count > 0 && steps[^1].Below is null, $"{name}: the last step has no 'below', so that every number falls on one.");
        Require(steps.SkipLast(1).All(step => step.Below is not null), $"{name}: only the last step has no 'below'.");
        Require(
            steps.SkipLast(1).Zip(steps.SkipLast(1).Skip(1)).All(pair => pair.First.Below < pair.Second.Below),
            $"{name}: each 'below' is greater than the one before it.");
        Require(steps.All(step => step.Percent is >= -MostPercent and <= MostPercent), $"{name}: a step's percent is from -{MostPercent} to {MostPercent}.");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new PriceRuleException($"{File}: {rule}");
        }
    }
}

/// <param name="Below">
/// The bound below which a number falls on this step; null for the last step, which takes all other numbers.
/// </param>
/// <param name="Percent">The change of the price, in percent.</param>
public sealed record PriceStep(int Percent, decimal? Below = null);

/// <summary>A price rule cannot be read, or contradicts itself; the message names the place.</summary>
public sealed class PriceRuleException : Exception
{
    public PriceRuleException(string message)
        : base(message)
    {
    }

    public PriceRuleException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public PriceRuleException()
    {
    }
}
