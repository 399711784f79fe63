using Bench.EndToEnd;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using JsonValues;
using Lake.Athena;
using Lake.Parquet;
using Lake.S3;
using Local.Cli;
using Local.Names;
using Local.Services;
using Workflow.Reference;

namespace Bench.Kernels;

/// <summary>Readings into Parquet, and questions of them.</summary>
[SimpleJob(RunStrategy.Monitoring, warmupCount: 2, iterationCount: 8, invocationCount: 1)]
public class LakeKernels
{
    private const int Stores = 200;
    private const int Readings = 500_000;

    private readonly Chain chain = new(Stores, Products: 500, ReadingsOfLine: 5, Repeat: 1);
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();
    private Files? files;
    private Stage? stage;
    private int answers;

    [GlobalSetup]
    public void Fill()
    {
        Answer.Require(chain.Readings == Readings);
        files = new(Directory.CreateTempSubdirectory("bench-lake").FullName);
        chain.WriteReadings(files.Readings, now);
        chain.WriteReferenceData(files.Stores, files.Depots);
        stage = CommonOptions.OpenStage(files.Data, Terminal.OfProcess);
        Load("stores", files.Stores);
        Load("depots", files.Depots);
        Ingest();
        Check();
    }

    [GlobalCleanup]
    public void Empty()
    {
        stage!.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(files!.Root, recursive: true);
    }

    /// <summary>Ingests readings in the place of those that are there.</summary>
    [Benchmark(Description = "Ingest, JSON Lines to Parquet", OperationsPerInvoke = Readings), BenchmarkCategory("readings")]
    public void Ingest()
    {
        if (Directory.Exists(files!.Inventory))
        {
            Directory.Delete(files.Inventory, recursive: true);
        }

        using var lines = File.OpenRead(files.Readings);
        var result = stage!.Stream("inventory").Ingest(lines, now);
        Answer.Require(result.Written == Readings && result.Read == Readings);
    }

    [Benchmark(Description = "Athena on DuckDB: low-stock.sql, to Parquet", OperationsPerInvoke = Readings), BenchmarkCategory("readings")]
    public async Task<object> LowStockAsync() => await QueryAsync(
        $"UNLOAD ({LowStock.Question}) TO 's3://{LocalNames.LakeBucket}/plans/{++answers}/' WITH (format = 'PARQUET', compression = 'SNAPPY')",
        LowStock.ParametersOf(now));

    [Benchmark(Description = "Athena on DuckDB: units on hand by store, to CSV", OperationsPerInvoke = Readings), BenchmarkCategory("readings")]
    public async Task<object> OnHandAsync() => await QueryAsync("SELECT store_id, count(*), sum(on_hand) FROM inventory GROUP BY store_id");

    private async Task<QueryExecution> QueryAsync(string sql, params IReadOnlyList<string> parameters)
    {
        var started = await stage!.Athena.StartAsync(new(sql, $"s3://{LocalNames.LakeBucket}/athena-results/") { ExecutionParameters = parameters });
        var query = await stage.Athena.WaitAsync(started.QueryExecutionId);
        Answer.Require(query.State == QueryState.Succeeded, query.StateChangeReason ?? "");

        return query;
    }

    private void Check()
    {
        using var manifest = new StreamReader(Read(((QueryExecution)LowStockAsync().Result).DataManifestLocation!));
        var low = manifest.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(file => new ParquetItems(stage!.Lake).Read(S3Uri.Parse(file))).ToList();
        Answer.Require(low.Count == Stores
            && low.Sum(row => ((JsonArray)Json.Parse(row.FindText("lines")!)).Count) == chain.LowLines);

        using var onHand = new StreamReader(Read(((QueryExecution)OnHandAsync().Result).OutputLocation));
        var rows = CsvResultReader.Read(onHand).Skip(1).ToList();
        Answer.Require(rows.Count == Stores && rows.TrueForAll(row => row[1] == $"{Readings / Stores}"));
    }

    private Stream Read(string location) => stage!.Lake.OpenRead(S3Uri.Parse(location));

    private void Load(string table, string file)
    {
        using var content = File.OpenRead(file);
        stage!.Reference(table).Load(content, ReferenceFormat.Csv);
    }
}
