using JsonValues;
using Lake.Athena;
using Lake.DuckDb;
using Lake.S3;
using Local.Firehose;
using Local.Protocol;

namespace Local.Athena;

/// <summary>Athena's operations. A query sees every record that a stream has answered for.</summary>
/// <param name="athena">Called for each request: one that fails tells why the queries cannot be opened.</param>
/// <param name="lake">Holds the results.</param>
/// <param name="streams">Deliver before a query starts.</param>
internal sealed class AthenaOperations(Func<AthenaEngine> athena, S3Folder lake, DeliveryStreams streams)
{
    private const int MostRows = 1_000;
    private const int MostListed = 50;

    public async Task<JsonObject> StartAsync(JsonObject request, CancellationToken cancellation)
    {
        var query = Query(request);
        await streams.DeliverAsync(cancellation);
        var id = (await athena().StartAsync(query)).QueryExecutionId;
        return JsonObject.Of(("QueryExecutionId", id));
    }

    public JsonObject Get(JsonObject request) =>
        JsonObject.Of(("QueryExecution", athena().Get(request.Text("QueryExecutionId")).ToJson(Members.Time)));

    public JsonObject Stop(JsonObject request)
    {
        athena().Stop(request.Text("QueryExecutionId"));
        return JsonObject.Empty;
    }

    public JsonObject List(JsonObject request)
    {
        var group = WorkGroup(request);
        var page = Page<string>.Of(
            athena().List().Where(query => query.Request.WorkGroup == group).Select(query => query.QueryExecutionId),
            id => id,
            request.TextOrNull("NextToken"),
            request.PageSize(MostListed, MostListed, "MaxResults"));
        return JsonObject.OfPresent(
            ("QueryExecutionIds", JsonArray.Of(page.Items.Select(Json.Of))), ("NextToken", page.NextToken));
    }

    public JsonObject Results(JsonObject request)
    {
        var query = athena().Get(request.Text("QueryExecutionId"));
        if (query.State != QueryState.Succeeded)
        {
            throw new AwsException("InvalidRequestException", query.IsFinished
                ? $"Query did not finish successfully. Final query state: {query.State.Text()}"
                : $"Query has not yet finished. Current state: {query.State.Text()}");
        }

        // An UNLOAD writes data files and has no result of its own.
        using TextReader text = query.DataManifestLocation is null ? new StreamReader(lake.OpenRead(S3Uri.Parse(query.OutputLocation))) : TextReader.Null;
        var page = Page<(int Number, IReadOnlyList<string?> Values)>.Of(
            Rows(query, text).Index(),
            row => row.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            request.TextOrNull("NextToken"),
            request.Count("MaxResults", MostRows, 1, MostRows));
        return JsonObject.OfPresent(
            ("UpdateCount", 0),
            ("ResultSet", JsonObject.Of(
                ("Rows", JsonArray.Of(page.Items.Select(row => Row(row.Values)))),
                ("ResultSetMetadata", JsonObject.Of(("ColumnInfo", JsonArray.Of(Columns(query).Select(Column))))))),
            ("NextToken", page.NextToken));
    }

    private static QueryRequest Query(JsonObject request)
    {
        var context = request["QueryExecutionContext"] as JsonObject ?? JsonObject.Empty;
        var group = WorkGroup(request);
        var location = request["ResultConfiguration"] is JsonObject result ? result.TextOrNull("OutputLocation") : null;
        return new(request.Text("QueryString"), AthenaWorkGroup.OutputLocation(group, location))
        {
            ExecutionParameters = request.Texts("ExecutionParameters"),
            Database = context.TextOrNull("Database"),
            Catalog = context.TextOrNull("Catalog") ?? "AwsDataCatalog",
            WorkGroup = group,
            ClientRequestToken = request.TextOrNull("ClientRequestToken"),
        };
    }

    private static string WorkGroup(JsonObject request) => AthenaWorkGroup.Check(request.TextOrNull("WorkGroup"));

    // A SELECT's result is CSV with a header; EXPLAIN's is CSV as well; what SHOW and DESCRIBE say is plain lines.
    private static IEnumerable<IReadOnlyList<string?>> Rows(QueryExecution query, TextReader text) => query switch
    {
        { DataManifestLocation: not null } => [],
        { Columns.Count: > 0 } => CsvResultReader.Read(text),
        _ => text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new[] { line }),
    };

    private static IEnumerable<DuckDbColumn> Columns(QueryExecution query) =>
        query.Columns.Count > 0 || query.DataManifestLocation is not null
            ? query.Columns
            : [new("result", new("string", [], []))];

    private static JsonObject Row(IReadOnlyList<string?> values) =>
        JsonObject.Of(("Data", JsonArray.Of(values.Select(value => JsonObject.OfPresent(("VarCharValue", value))))));

    private static JsonObject Column(DuckDbColumn column) => JsonObject.Of(
        ("CatalogName", "hive"),
        ("SchemaName", ""),
        ("TableName", ""),
        ("Name", column.Name),
        ("Label", column.Name),
        ("Type", column.Type.Name),
        ("Precision", Precision(column.Type)),
        ("Scale", column.Type.Scale),
        ("Nullable", "UNKNOWN"),
        ("CaseSensitive", column.Type.Name == "varchar"));

    private static int Precision(ColumnShape type) => type.Name switch
    {
        "decimal" => type.Width,
        "varchar" => int.MaxValue,
        "bigint" => 19,
        "integer" => 10,
        "double" => 17,
        "timestamp" => 3,
        _ => 0,
    };
}
