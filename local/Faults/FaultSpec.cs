using System.Globalization;

namespace Local.Faults;

/// <summary>The faults asked for: how often each happens, and where the process dies.</summary>
/// <param name="Rates">The rate of each fault, by its name, 0 to 1.</param>
/// <param name="Crashes">By point, the number of the pass at which the process dies there.</param>
/// <param name="Seed">Equal seeds give equal faults.</param>
internal sealed record FaultSpec(
    IReadOnlyDictionary<string, double> Rates, IReadOnlyDictionary<string, int> Crashes, int Seed)
{
    private const string Crash = "crash@";
    private const string SeedName = "seed";
    private const int UsualSeed = 1;

    /// <summary>The syntax of a specification, as text for people.</summary>
    public static string Syntax { get; } =
        $"Parts are separated by commas: {string.Join(", ", FaultNames.Rates)} with a rate from 0 to 1; "
        + $"{Crash}POINT with a count from 1, where POINT is {string.Join(", ", FaultNames.Points)}; {SeedName} with a whole number.";

    /// <param name="text">Such as <c>lambda=0.1,sqs.partial=0.1,crash@SendDeliveries=3,seed=1</c>.</param>
    /// <exception cref="FaultSpecException">A part is not such.</exception>
    public static FaultSpec Parse(string text)
    {
        var rates = new Dictionary<string, double>();
        var crashes = new Dictionary<string, int>();
        int? seed = null;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var isNew = part.Split('=', StringSplitOptions.TrimEntries) switch
            {
                [SeedName, var number] => seed is null && (seed = Whole(part, number, 0)) is not null,
                [var name, var rate] when FaultNames.Rates.Contains(name) => rates.TryAdd(name, Rate(part, rate)),
                [var name, var count] when PointOf(name) is { } point => crashes.TryAdd(point, Whole(part, count, 1)),
                _ => throw new FaultSpecException($"'{part}' names no fault. {Syntax}"),
            };
            if (!isNew)
            {
                throw new FaultSpecException($"'{part}' says again what was said before it. Say each part once.");
            }
        }

        return new(rates, crashes, seed ?? UsualSeed);
    }

    private static string? PointOf(string name) =>
        name.StartsWith(Crash, StringComparison.Ordinal) && FaultNames.Points.Contains(name[Crash.Length..]) ? name[Crash.Length..] : null;

    private static double Rate(string part, string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate <= 1
            ? rate
            : throw new FaultSpecException($"'{part}': a rate is a number from 0 to 1, such as 0.1.");

    private static int Whole(string part, string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FaultSpecException($"'{part}': '{text}' is no whole number from {least.ToString(CultureInfo.InvariantCulture)}.");
}

/// <summary>A specification of faults cannot be read; the message names the part and what is allowed.</summary>
internal sealed class FaultSpecException(string message) : Exception(message);
