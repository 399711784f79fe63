using System.CommandLine;
using System.Globalization;
using Cost;
using Lake.Counting;

namespace Local.Cli;

/// <summary><c>cost</c>: what a chain of a given size costs on AWS in a month.</summary>
internal static class CostCommand
{
    private const int Most = 1_000_000;

    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var stores = NumberOption.Create("--stores", "The number of stores.", 1_000, 1, Most);
        var products = NumberOption.Create("--products", "The number of products in each store.", 500, 1, Most);
        var readings = NumberOption.Create("--readings-per-day", "The number of times a day that each product is counted.", 4, 1, 86_400);
        var runs = NumberOption.Create("--runs-per-day", "The number of times a day that the state machine runs.", 1, 1, 1_440);
        var trucks = NumberOption.Create("--trucks", "The number of trucks that report on the road, with realtime: true; 0 when the setting is off.", 0, 0, Most);
        var visits = NumberOption.Create("--visits-per-day", "The number of records of visits that all shops send a day, with realtime: true.", 0, 0, 1_000_000_000);
        var kafka = new Option<bool>("--kafka") { Description = "With --trucks: adds the cost of source: kafka." };
        var search = new Option<bool>("--search") { Description = "With --trucks or --visits-per-day: adds the cost of search: opensearch." };
        var priced = NumberOption.Create("--priced-products", "The number of products of each store whose prices move, with pricing: true; 0 when the setting is off.", 0, 0, Most);
        var warehouse = NumberOption.Create("--warehouse", "The number of times a day that the warehouse is loaded, with warehouse: redshift; 0 when the setting is off.", 0, 0, 1_440);
        var prices = new Option<string?>("--prices") { Description = "A price table that replaces prices.json: a changed copy of it." };
        var command = new Command("cost", "Estimates a month's bill on AWS, for this design and two others.")
        {
            stores, products, readings, runs, trucks, visits, kafka, search, priced, warehouse, prices,
        };
        command.SetAction(parsed =>
        {
            var load = new Load(parsed.GetValue(stores), parsed.GetValue(products), parsed.GetValue(readings), parsed.GetValue(runs));
            var streams = new StreamLoad(parsed.GetValue(trucks), parsed.GetValue(visits));
            var result = CostResult.Of(
                load,
                streams is { Trucks: 0, VisitsPerDay: 0 } ? null : streams,
                parsed.GetValue(kafka),
                parsed.GetValue(search),
                parsed.GetValue(priced),
                parsed.GetValue(warehouse),
                PriceTable.Read(parsed.GetValue(prices)));
            common.Apply(parsed, terminal).Result(result, result.Print);
        });

        return command;
    }
}

/// <summary>A month's bills in US dollars.</summary>
/// <param name="Prices">The day of the price table.</param>
/// <param name="Deployed">The bill of this design.</param>
/// <param name="Unbatched">The bill of this design with Standard children, each of one store, and messages sent one by one.</param>
/// <param name="Workshop">The workshop's: raw JSON, one invocation and one message per line.</param>
/// <param name="RealTime">The cost of <c>realtime: true</c>; null when nothing is sent to its streams.</param>
/// <param name="Kafka">The cost of <c>source: kafka</c>; null when the setting is off.</param>
/// <param name="Search">The cost of <c>search: opensearch</c>; null when the setting is off, or nothing is sent.</param>
/// <param name="PricedProducts">The number of priced products in each store; 0 for none.</param>
/// <param name="Pricing">The cost of <c>pricing: true</c>; null when nothing is priced.</param>
/// <param name="WarehouseLoadsPerDay">The number of loads a day; 0 when there is no warehouse.</param>
/// <param name="Warehouse">The cost of <c>warehouse: redshift</c>; null when there is no warehouse.</param>
/// <param name="Assumptions">The assumptions behind the figures, as sentences.</param>
internal sealed record CostResult(
    Load Load,
    string Region,
    DateOnly Prices,
    Bill Deployed,
    Bill Unbatched,
    Bill Workshop,
    StreamLoad? StreamLoad,
    Bill? RealTime,
    KafkaBill? Kafka,
    SearchBill? Search,
    int PricedProducts,
    Bill? Pricing,
    int WarehouseLoadsPerDay,
    Bill? Warehouse,
    IReadOnlyList<string> Assumptions)
{
    public static CostResult Of(
        Load load, StreamLoad? streams, bool byKafka, bool withSearch, int pricedProducts, int warehouseLoads, PriceTable table)
    {
        var design = new Design(load, table.Assumptions);
        return new(
            load,
            table.Region,
            table.Date,
            Bill.Of(design.Deployed(), table.Prices),
            Bill.Of(design.Unbatched(), table.Prices),
            Bill.Of(design.Workshop(), table.Prices),
            streams,
            streams is null ? null : Bill.Of(new RealTimeDesign(streams, table.Assumptions, table.RealTime).Deployed(), table.Prices),
            byKafka ? KafkaBill.Of(table) : null,
            withSearch && streams is not null ? SearchBill.Of(streams, table) : null,
            pricedProducts,
            pricedProducts == 0
                ? null
                : Bill.Of(
                    new PricingDesign((decimal)load.Stores * pricedProducts, load, streams, table.Assumptions, table.RealTime, table.Pricing).Deployed(), table.Prices),
            warehouseLoads,
            warehouseLoads == 0 ? null : Bill.Of(new WarehouseDesign(load, warehouseLoads, table.Assumptions, table.Warehouse).Deployed(), table.Prices),
            [
                .. table.Assumptions.InWords(),
                .. streams is null ? [] : table.RealTime.InWords(),
                .. byKafka ? table.Kafka.InWords() : [],
                .. withSearch && streams is not null ? table.Search.InWords() : [],
                .. pricedProducts == 0 ? [] : table.Pricing.InWords(),
                .. warehouseLoads == 0 ? [] : table.Warehouse.InWords(),
            ]);
    }

    public void Print(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Stores: {Load.Stores:N0}. Products in each: {Load.Products:N0}. Readings of each a day: {Load.ReadingsPerDay:N0}. Runs a day: {Load.RunsPerDay:N0}."));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"US dollars a month of 30 days in {Region} at list prices of {Prices:yyyy-MM-dd}; no free tier, tax or data transfer."));
        output.WriteLine();
        output.WriteLine($"{"",-16}{"This design",16}{"Not batched",16}{"Workshop",16}");
        Row("Firehose", bill => bill.Firehose);
        Row("S3", bill => bill.S3);
        Row("Athena", bill => bill.Athena);
        Row("Step Functions", bill => bill.StepFunctions);
        Row("Lambda", bill => bill.Lambda);
        Row("SQS", bill => bill.Sqs);
        Row("DynamoDB", bill => bill.DynamoDb);
        Row("CloudWatch", bill => bill.CloudWatch);
        Row("Together", bill => bill.Total);
        PrintRealTime(output);
        Kafka?.Print(output);
        Search?.Print(output);
        PrintPricing(output);
        PrintWarehouse(output);
        output.WriteLine();
        output.WriteLine("Not batched: Standard child executions of one store each, its message sent alone.");
        output.WriteLine("Workshop: a Firehose record a reading, JSON that every query reads whole, an invocation and a message");
        output.WriteLine("  per low line; neither ledger nor alarms. It would order a line again in every run; here it is not charged for that.");
        output.WriteLine("Assumed:");
        foreach (var line in Assumptions)
        {
            output.WriteLine($"  {line}");
        }

        void Row(string service, Func<Bill, decimal> part) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{service,-16}{part(Deployed),16:N2}{part(Unbatched),16:N2}{part(Workshop),16:N2}"));
    }

    private void PrintWarehouse(TextWriter output)
    {
        if (Warehouse is not { } bill)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Besides, with warehouse: redshift, loaded {Counts.Things(WarehouseLoadsPerDay, "time")} a day; questions cost by the second, a minute at least:"));
        foreach (var (service, part) in new[] { ("Redshift", bill.Redshift), ("Step Functions", bill.StepFunctions), ("CloudWatch", bill.CloudWatch), ("Together", bill.Total) })
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{service,-16}{part,16:N2}"));
        }
    }

    private void PrintRealTime(TextWriter output)
    {
        if (StreamLoad is not { } streams || RealTime is not { } bill)
        {
            return;
        }

        PrintPart(
            output,
            string.Create(CultureInfo.InvariantCulture, $"with realtime: true, {Counts.Things(streams.Trucks, "truck")} and {Counts.Things(streams.VisitsPerDay, "record")} of visits a day"),
            ("Kinesis", bill.Kinesis), ("Lambda", bill.Lambda), ("DynamoDB", bill.DynamoDb), ("Firehose", bill.Firehose), ("S3", bill.S3),
            ("CloudWatch", bill.CloudWatch), ("Together", bill.Total));
    }

    private void PrintPricing(TextWriter output)
    {
        if (Pricing is { } bill)
        {
            PrintPart(
                output,
                string.Create(CultureInfo.InvariantCulture, $"with pricing: true, a price each hour for {Counts.Things(PricedProducts, "product")} of each store"),
                ("Athena", bill.Athena), ("Step Functions", bill.StepFunctions), ("Lambda", bill.Lambda), ("DynamoDB", bill.DynamoDb), ("S3", bill.S3),
                ("CloudWatch", bill.CloudWatch), ("Together", bill.Total));
        }
    }

    private static void PrintPart(TextWriter output, string what, params IEnumerable<(string Service, decimal Part)> bill)
    {
        output.WriteLine();
        output.WriteLine($"Besides, {what}:");
        foreach (var (service, part) in bill)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{service,-16}{part,16:N2}"));
        }
    }
}
