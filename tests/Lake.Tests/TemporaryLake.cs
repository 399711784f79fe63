using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Lake.Athena;
using Lake.Firehose;
using Lake.Parquet;
using Lake.Reference;
using Lake.S3;
using Workflow;
using Workflow.Reference;

namespace Lake.Tests;

/// <summary>A lake of its own for one test, on a data folder that is gone afterwards.</summary>
internal sealed class TemporaryLake : IDisposable
{
    public const string Bucket = "test-lake";
    public const string Database = "streaming";

    public static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 30, 15, TimeSpan.Zero);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lake-test-");
    private int ids;

    /// <param name="limit">Changes what queries may use; null: nothing.</param>
    public TemporaryLake(Func<AthenaOptions, AthenaOptions>? limit = null)
    {
        Store = new(folder.FullName);
        Store.CreateBucket(Bucket);
        var options = new AthenaOptions(Bucket, Database, WorkflowFiles.Tables) { Threads = 1, MemoryLimit = "256MiB" };
        Athena = new(Store, limit?.Invoke(options) ?? options, Clock, NextId, new Queries());
    }

    public S3Folder Store { get; }

    public AthenaEngine Athena { get; }

    public FakeTimeProvider Clock { get; } = new(Now);

    public string DataFolder => folder.FullName;

    public static TableDefinition Table(string name) => WorkflowFiles.Tables.Single(table => table.Name == name);

    public DeliveryStream Stream(string table) => new(Store, Bucket, Table(table), NextId);

    public IngestResult Ingest(string lines, string table = "inventory", DateTimeOffset? at = null) =>
        Stream(table).Ingest(new MemoryStream(Encoding.UTF8.GetBytes(lines)), at ?? Now, TestContext.Current.CancellationToken);

    public void LoadStores(string csv) => Load("stores", csv);

    public void LoadPrices(string csv) => Load("price_list", csv);

    public void LoadDepots(string csv) => Load("depots", csv);

    public async Task<QueryExecution> RunAsync(string sql, params string[] parameters)
    {
        var started = await Athena.StartAsync(new(sql, $"s3://{Bucket}/athena-results/")
        {
            Database = Database,
            ExecutionParameters = parameters,
        });
        return await Athena.WaitAsync(started.QueryExecutionId, TestContext.Current.CancellationToken);
    }

    /// <summary>The result of a SELECT as its CSV.</summary>
    public async Task<string> CsvAsync(string sql, params string[] parameters)
    {
        var query = await RunAsync(sql, parameters);
        Assert.True(query.State == QueryState.Succeeded, query.StateChangeReason);
        return Text(S3Uri.Parse(query.OutputLocation));
    }

    /// <summary>The rows of an UNLOAD, read through its manifest.</summary>
    public async Task<IReadOnlyList<JsonObject>> UnloadAsync(string sql, params string[] parameters)
    {
        var query = await RunAsync(
            $"UNLOAD ({sql}) TO 's3://{Bucket}/plans/{ids}/' WITH (format = 'PARQUET', compression = 'SNAPPY')", parameters);
        Assert.True(query.State == QueryState.Succeeded, query.StateChangeReason);
        return
        [
            .. Text(S3Uri.Parse(query.DataManifestLocation!))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(file => new ParquetItems(Store).Read(S3Uri.Parse(file)))
                .Select(row => JsonNode.Parse(row.ToString())!.AsObject()),
        ];
    }

    public string Text(S3Uri uri)
    {
        using var reader = new StreamReader(Store.OpenRead(uri));
        return reader.ReadToEnd();
    }

    public IReadOnlyList<string> Keys(string prefix = "") =>
        [.. Store.List(new(Bucket, prefix)).Select(found => found.Uri.Key)];

    public void Dispose() => folder.Delete(recursive: true);

    private void Load(string table, string csv) =>
        new ReferenceTable(Store, Bucket, Table(table)).Load(new MemoryStream(Encoding.UTF8.GetBytes(csv)), ReferenceFormat.Csv);

    private string NextId() => $"00000000-0000-0000-0000-{Interlocked.Increment(ref ids):d12}";

    private sealed class Queries : IQueryStore
    {
        private readonly ConcurrentDictionary<string, QueryExecution> all = [];

        public QueryExecution? Find(string id) => all.GetValueOrDefault(id);

        public QueryExecution? FindByToken(string token) => all.Values.FirstOrDefault(query => query.Request.ClientRequestToken == token);

        public IReadOnlyList<QueryExecution> List() => [.. all.Values.OrderBy(query => query.QueryExecutionId, StringComparer.Ordinal)];

        public Task SaveAsync(QueryExecution query)
        {
            all[query.QueryExecutionId] = query;
            return Task.CompletedTask;
        }
    }
}
