using System.Globalization;

namespace Chaos.Runs;

/// <summary>A specification of faults drawn from a seed: some absent, some rare, some cruel.</summary>
internal static class RandomFaults
{
    private static readonly string[] Calls =
        ["athena", "dynamodb", "firehose", "lambda", "s3", "sfn", "sqs", "sqs.partial", "sqs.duplicate", "sqs.disorder", "poison"];

    // A slow call costs the run as long as its timeout.
    private const int SlowOnesEvery = 10;

    public static string Of(int seed)
    {
        var random = new Random(seed);
        var parts = Calls
            .Where(_ => random.Next(3) > 0)
            .Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}={Rate(random):0.00}"))
            .ToList();
        if (seed % SlowOnesEvery == 0)
        {
            parts.Add("slow=0.05");
        }

        return string.Join(',', [.. parts, string.Create(CultureInfo.InvariantCulture, $"seed={seed}")]);
    }

    private static double Rate(Random random) => random.Next(5) == 0 ? 0.5 : 0.25 * random.NextDouble();
}
