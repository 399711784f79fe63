using System.Globalization;

namespace Cost;

/// <summary>The cost of <c>search: opensearch</c> in US dollars a month.</summary>
internal sealed record SearchBill(decimal Indexing, decimal Searching, decimal Storage, decimal Lambda, decimal CloudWatch)
{
    private const decimal Gb = 1L << 30;
    private const int SecondsPerHour = 60 * 60;

    public decimal Total => Indexing + Searching + Storage + Lambda + CloudWatch;

    public static SearchBill Of(StreamLoad load, PriceTable table)
    {
        var (common, streams, assumed, prices) = (table.Assumptions, table.RealTime, table.Search, table.Prices);
        var documents = Month((load.Trucks * streams.HoursOnRoad * SecondsPerHour / streams.SecondsPerPosition) + load.VisitsPerDay);

        // A batch a second while records come, of each stream.
        var invocations = Math.Min(documents, 2 * Month(streams.HoursOnRoad * SecondsPerHour));
        var logs = invocations * common.LogBytesPerInvocation / Gb;
        return new(
            prices.SearchOcuHours.Of(assumed.IndexingOcus * Month(streams.HoursOnRoad)),
            prices.SearchOcuHours.Of(assumed.SearchingOcus * Month(assumed.HoursSearched)),
            prices.SearchStored.Of(documents / Load.DaysPerMonth * assumed.DaysFound * assumed.DocumentBytes / Gb),
            prices.LambdaRequests.Of(invocations)
                + prices.LambdaGbSeconds.Of(assumed.FunctionGb * ((invocations * assumed.BatchSeconds) + (documents * assumed.RecordSeconds))),
            prices.Alarms.Of(assumed.Alarms)
                + prices.CustomMetrics.Of(assumed.CustomMetrics)
                + prices.LogsIngested.Of(logs)
                + prices.LogsStored.Of(logs * common.LogDays / Load.DaysPerMonth));
    }

    public void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Besides, with search: opensearch, which sleeps while nobody writes or asks:");
        foreach (var (part, usd) in new[] { ("Indexing", Indexing), ("Searching", Searching), ("Storage", Storage), ("Lambda", Lambda), ("CloudWatch", CloudWatch), ("Together", Total) })
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part,-16}{usd,16:N2}"));
        }
    }

    private static decimal Month(decimal perDay) => perDay * Load.DaysPerMonth;
}
