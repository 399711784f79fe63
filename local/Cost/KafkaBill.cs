using System.Globalization;

namespace Cost;

/// <summary>The cost of <c>source: kafka</c> in US dollars a month, even when nothing is sent; the shard that it saves is not subtracted.</summary>
internal sealed record KafkaBill(decimal Brokers, decimal Volumes, decimal Poller, decimal CloudWatch)
{
    private const int HoursPerDay = 24;

    public decimal Total => Brokers + Volumes + Poller + CloudWatch;

    public static KafkaBill Of(PriceTable table)
    {
        var (assumed, prices) = (table.Kafka, table.Prices);
        var hours = (decimal)HoursPerDay * Load.DaysPerMonth;
        return new(
            prices.KafkaBrokerHours.Of(assumed.Brokers * hours),
            prices.KafkaStored.Of(assumed.Brokers * assumed.VolumeGb),
            prices.KafkaPollerHours.Of(assumed.Pollers * hours),
            prices.Alarms.Of(assumed.Alarms));
    }

    public void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Besides, with source: kafka, whether anything is sent or not:");
        foreach (var (part, usd) in new[] { ("MSK brokers", Brokers), ("Their volumes", Volumes), ("Lambda's poller", Poller), ("CloudWatch", CloudWatch), ("Together", Total) })
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part,-16}{usd,16:N2}"));
        }
    }
}
