using System.Text;
using Lake.Firehose;
using Workflow;

namespace Lake.Tests.Athena;

/// <summary>A table's files of an earlier version lack columns that came later: these are NULL in their rows.</summary>
public sealed class EarlierFilesTests : IDisposable
{
    private static readonly TableDefinition Dispatches = TemporaryLake.Table("dispatches");

    private static readonly TableDefinition Earlier =
        Dispatches with { Columns = [.. Dispatches.Columns.Where(column => column.Name is not ("route_km" or "route_hours"))] };

    private readonly TemporaryLake lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public async Task Where_all_files_are_earlier_ones()
    {
        Ingest(Earlier, "o1");

        Assert.Equal("\"order_key\",\"route_hours\",\"hour\"\n\"o1\",,\"09\"\n", await lake.CsvAsync("SELECT order_key, route_hours, hour FROM dispatches"));
    }

    [Fact]
    public async Task Where_newer_files_lie_beside_them()
    {
        Ingest(Earlier, "o1");
        Ingest(Dispatches, "o2", later: TimeSpan.FromDays(1));

        Assert.Equal(
            "\"order_key\",\"route_km\",\"dt\"\n\"o1\",,\"2026-11-20\"\n\"o2\",\"12.5\",\"2026-11-21\"\n",
            await lake.CsvAsync("SELECT order_key, route_km, dt FROM dispatches WHERE dt >= '2026-11-20' ORDER BY order_key"));
    }

    [Fact]
    public async Task Reference_data_without_its_last_column_is_read()
    {
        lake.Store.Put(
            new(TemporaryLake.Bucket, "depots/depots.csv"),
            Encoding.UTF8.GetBytes("depot_id,name,latitude,longitude,trucks,truck_volume_l\nD1,\"two\nlines\",1,2,4,20000\n"));

        Assert.Equal("\"trucks\",\"route_hours\"\n\"4\",\n", await lake.CsvAsync("SELECT trucks, route_hours FROM depots"));
    }

    private void Ingest(TableDefinition table, string order, TimeSpan later = default)
    {
        var ids = 0;
        var row = $$"""
            {"order_key":"{{order}}","delivery_id":"d","store_id":"S1","product_id":"P1","quantity":1,"truck_id":"t","route_id":"r","execution_id":"e","dispatched_at":"2026-11-20T09:00:00Z","route_km":12.5,"route_hours":1.5}
            """;
        var result = new DeliveryStream(lake.Store, TemporaryLake.Bucket, table, () => $"{order}-{++ids}").Ingest(
            new MemoryStream(Encoding.UTF8.GetBytes(row)), TemporaryLake.Now + later, TestContext.Current.CancellationToken);
        Assert.Equal(1, result.Written);
    }
}
