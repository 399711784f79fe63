namespace Cost.Tests;

/// <summary>The figures are worked out by hand from the shipped table's assumptions.</summary>
public sealed class CostTests
{
    private const decimal Gb = 1L << 30;

    // 40,000 lines, of which 2,000 are low a day: 20 in a row of each store, 10 rows in a child.
    private static readonly Load Chain = new(Stores: 100, Products: 400, ReadingsPerDay: 1, RunsPerDay: 1);

    private static readonly PriceTable Table = PriceTable.Read(path: null);

    private static Design Design => new(Chain, Table.Assumptions);

    [Fact]
    public void The_deployed_design_plans_ten_stores_in_an_express_child()
    {
        var usage = Design.Deployed();

        Assert.Equal(30 * (9 + 10), usage.StateTransitions);
        Assert.Equal(30 * 10, usage.ExpressRequests);
        Assert.Equal(300 * 0.5m * 0.0625m, usage.ExpressGbSeconds);
        Assert.Equal((30 * (10 + 1)) + (30 * 96), usage.LambdaRequests);
        Assert.Equal((30 * 10 * 0.15m * 0.5m) + (1.73m * ((30 * (3 + (100 * 0.05m))) + (30 * 96 * 1.5m))), usage.LambdaGbSeconds);
    }

    [Fact]
    public void Its_messages_are_billed_by_batch_and_both_queues_are_asked_every_quarter_of_an_hour() =>
        // Ten batches sent, ten received, ten deleted, and twelve requests besides; twice 96 times a day.
        Assert.Equal((30 * (30 + 12)) + (2 * 96 * 30), Design.Deployed().SqsRequests);

    [Fact]
    public void Its_orders_are_read_once_and_written_twice()
    {
        var usage = Design.Deployed();

        Assert.Equal(180_000, usage.DynamoDbReads);
        Assert.Equal(300_000 + (2 * 96 * 30), usage.DynamoDbWrites);
        Assert.Equal(2_000 * 90 * 500 / Gb, usage.DynamoDbStored);
    }

    [Fact]
    public void Its_readings_share_firehose_records_and_become_parquet()
    {
        var usage = Design.Deployed();

        // 409 readings, and 292 dispatches, fill a record of 20 times 5 KB.
        Assert.Equal(30 * 102_400m * ((40_000 / 409m) + (2_000 / 292m)) / Gb, usage.FirehoseIngested, precision: 12);
        Assert.Equal(usage.FirehoseIngested, usage.FirehoseConverted);
        Assert.Equal(35 * 29 * 42_000 / Gb, usage.S3Stored);
        Assert.Equal((30 * 1_440) + (30 * 20), usage.S3Puts);
        Assert.Equal(30 * 1_440 * 3 * 3, usage.S3Gets);
    }

    [Theory]
    [InlineData(100, 10L << 20)] // 3.5 MB: Athena bills 10
    [InlineData(100_000, 3L * 100_000 * 400 * 29)]
    public void A_run_scans_three_days_of_parquet(int stores, long bytes) =>
        Assert.Equal(30 * bytes / Gb, new Design(Chain with { Stores = stores }, Table.Assumptions).Deployed().AthenaScanned);

    [Fact]
    public void Its_logs_hold_every_line_child_and_invocation()
    {
        var usage = Design.Deployed();

        Assert.Equal(
            30 * ((2_000 * 1_850m) + (100 * 3_700) + (10 * 10_000) + (11 * 600) + (96 * 600)) / Gb, usage.LogsIngested, precision: 20);
        Assert.Equal(usage.LogsIngested * 14 / 30, usage.LogsStored);
    }

    [Fact]
    public void Without_batches_every_store_is_a_standard_child_of_six_transitions_and_a_message_of_its_own()
    {
        var usage = Design.Unbatched();

        Assert.Equal(30 * (9 + (100 * 6)), usage.StateTransitions);
        Assert.Equal(0, usage.ExpressRequests);
        Assert.Equal((30 * (100 + 1)) + (30 * 96), usage.LambdaRequests);
        Assert.Equal((30 * (100 + 20 + 12)) + (2 * 96 * 30), usage.SqsRequests);
    }

    [Fact]
    public void The_workshop_pays_by_reading_and_by_line()
    {
        var usage = Design.Workshop();

        Assert.Equal(30 * 40_000 * 5_120m / Gb, usage.FirehoseIngested);
        Assert.Equal(0, usage.FirehoseConverted);
        Assert.Equal(30 * 35 * 40_000 * 250m / Gb, usage.AthenaScanned);
        Assert.Equal(60_030, usage.StateTransitions);
        Assert.Equal(60_030, usage.LambdaRequests);
        Assert.Equal((3 * 60_000) + 648_000, usage.SqsRequests);
        Assert.Equal(0, usage.DynamoDbWrites + usage.Alarms);
    }

    [Theory]
    [InlineData(1, 1, 1)] // a twentieth of a line is a row all the same
    [InlineData(100, 400, 100)]
    [InlineData(10, 8_000, 10)] // 400 lines a store: one row
    [InlineData(10, 8_020, 20)] // 401: two
    public void A_store_has_a_row_for_each_400_low_lines(int stores, int products, int rows) =>
        Assert.Equal(rows, Shortages.Of(Chain with { Stores = stores, Products = products }, Table.Assumptions).Rows);

    [Fact]
    public void A_child_takes_no_more_rows_than_128_KiB_hold() =>
        // 400 lines of 250 bytes, and 300 besides: one such row fits.
        Assert.Equal(1, Shortages.Of(Chain with { Products = 8_000 }, Table.Assumptions).RowsPerBatch(Table.Assumptions));

    [Fact]
    public void The_runs_of_a_day_share_its_orders()
    {
        var often = new Design(Chain with { RunsPerDay = 4 }, Table.Assumptions).Deployed();

        Assert.Equal(Design.Deployed().DynamoDbWrites, often.DynamoDbWrites);
        Assert.Equal(4 * Design.Deployed().AthenaScanned, often.AthenaScanned);
    }

    // 1,000 trucks for 9 hours, every 10 s: 97.2 million positions a month; a batch a second of each stream.
    [Fact]
    public void Real_time_is_billed_by_the_row_that_each_record_writes_alone()
    {
        var usage = new RealTimeDesign(new(Trucks: 1_000, VisitsPerDay: 100_000), Table.Assumptions, Table.RealTime).Deployed();

        Assert.Equal(2 * 24 * 30, usage.StreamShardHours);
        Assert.Equal(97_200_000 + 3_000_000, usage.StreamPutUnits);
        Assert.Equal(100_200_000m * 5 * 1024 / Gb, usage.FirehoseIngested);
        Assert.Equal((2 * 30 * 9 * 3_600) + (30 * 1_440), usage.LambdaRequests);
        Assert.Equal(
            100_200_000 + 19_200_000 + 97_200_000 + 19_200_000 + (16_200_000 / 60 * 7),
            usage.DynamoDbWrites);
        Assert.Equal(0, usage.SqsRequests);
    }

    [Fact]
    public void Ten_thousand_trucks_need_a_second_shard() =>
        Assert.Equal(3 * 24 * 30, new RealTimeDesign(new(10_000, 0), Table.Assumptions, Table.RealTime).Deployed().StreamShardHours);

    [Fact]
    public void A_bill_is_units_times_prices()
    {
        var bill = Bill.Of(
            new()
            {
                StreamShardHours = 1_440,
                StreamPutUnits = 100_000_000,
                FirehoseIngested = 1_236,
                FirehoseConverted = 1_236,
                S3Stored = 100,
                S3Puts = 10_000,
                S3Gets = 100_000,
                AthenaScanned = 2_048,
                StateTransitions = 2_000,
                ExpressRequests = 3_000_000,
                ExpressGbSeconds = 1_000_000,
                LambdaRequests = 5_000_000,
                LambdaGbSeconds = 1_000_000,
                SqsRequests = 10_000_000,
                DynamoDbWrites = 2_000_000,
                DynamoDbReads = 4_000_000,
                DynamoDbStored = 2,
                RedshiftRpuHours = 16,
                RedshiftStored = 10,
                LogsIngested = 10,
                LogsStored = 100,
                Alarms = 13,
                CustomMetrics = 8,
                Dashboards = 1,
            },
            Table.Prices);

        Assert.Equal(new Bill(23m, 58.092m, 2.39m, 10m, 19.72m, 14.3334m, 4m, 2.65m, 6.24m, 14.7m), bill);
        Assert.Equal(155.1254m, bill.Total);
    }

    [Fact]
    public void Kafka_costs_its_brokers_volumes_and_poller_whether_anything_is_sent_or_not() =>
        Assert.Equal(new KafkaBill(Brokers: 98.496m, Volumes: 6m, Poller: 133.2m, CloudWatch: 0.6m), KafkaBill.Of(Table));

    // 100 trucks: 9 hours of one OCU a day, 1 hour of two, 9.7 M documents a month, of which half a month's are there.
    [Fact]
    public void Search_costs_by_the_hours_in_which_events_come_and_somebody_asks()
    {
        var bill = SearchBill.Of(new StreamLoad(100, 0), Table);

        Assert.Equal((64.8m, 14.4m), (bill.Indexing, bill.Searching));
        Assert.Equal(0.07m, Math.Round(bill.Storage, 2));
        Assert.Equal(1.70m, Math.Round(bill.Lambda, 2));
        Assert.Equal(2.96m, Math.Round(bill.CloudWatch, 2));
    }
}
