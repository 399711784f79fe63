using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using JsonValues;
using Lake.Redshift;
using Local.Names;
using Local.Protocol;

namespace Local.Redshift;

/// <summary>The Redshift Data API's operations.</summary>
/// <remarks>
/// Members and their bounds are those of the service's model, 2019-12-20; limits are those of "Considerations when calling
/// the Amazon Redshift Data API": a statement of 100 KB, 40 statements in a batch, results for 24 hours.
/// </remarks>
/// <param name="warehouse">Called for each request: one that fails tells why the warehouse cannot be opened.</param>
internal sealed partial class RedshiftDataOperations(Func<Warehouse> warehouse)
{
    private const int LongestSql = 100 * 1024;
    private const int MostSqls = 40;
    private const int MostListed = 100;
    private const int MostRows = 1_000;
    private const long MostBytes = 1024 * 1024;

    public async Task<JsonObject> ExecuteAsync(JsonObject request, CancellationToken cancellation) =>
        Submitted(await warehouse().SubmitAsync(Request(request, [CheckSql(request.Text("Sql"))], isBatch: false)));

    public async Task<JsonObject> BatchExecuteAsync(JsonObject request, CancellationToken cancellation)
    {
        if (request.Given("Sqls") is null)
        {
            throw AwsException.Missing("sqls");
        }

        var sqls = request.Texts("Sqls");
        if (sqls.Count is 0 or > MostSqls)
        {
            throw AwsException.Invalid(
                "sqls", $"[{sqls.Count} statements]", sqls.Count == 0 ? "Member must have length greater than or equal to 1" : $"Member must have length less than or equal to {MostSqls}");
        }

        return Submitted(await warehouse().SubmitAsync(Request(request, [.. sqls.Select(CheckSql)], isBatch: true)));
    }

    public JsonObject Describe(JsonObject request)
    {
        var (statement, part) = Find(request.Text("Id"));
        return part is { } one && statement.Request.IsBatch ? Described(statement, one) : Described(statement);
    }

    public JsonObject Results(JsonObject request)
    {
        var id = request.Text("Id");
        var (statement, part) = Find(id);
        var which = part ?? 0;
        if (statement.Status != StatementStatus.Finished || (part is null && statement.Request.IsBatch) || !statement.Parts[which].HasResultSet)
        {
            throw new AwsException("ResourceNotFoundException", "Query does not have result. Please check query status with DescribeStatement.");
        }

        var page = warehouse().Result(statement, which, Place(request.TextOrNull("NextToken")), MostRows, MostBytes);
        return JsonObject.OfPresent(
            ("ColumnMetadata", Json.Parse(page.Columns)),
            ("Records", JsonArray.Of(page.Rows.Select(Json.Parse))),
            ("TotalNumRows", statement.Parts[which].ResultRows),
            ("NextToken", page.Next is { } next ? Convert.ToBase64String(Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture))) : null));
    }

    public JsonObject List(JsonObject request)
    {
        RequireWorkgroup(request, isRequired: false);
        var status = request.TextOrNull("Status") ?? "ALL";
        if (status != "ALL" && !StatementStatus.All.Contains(status))
        {
            throw AwsException.Invalid("status", status, $"Member must satisfy enum value set: [{string.Join(", ", StatementStatus.All)}, ALL]");
        }

        var (name, database) = (request.TextOrNull("StatementName") ?? "", request.TextOrNull("Database"));
        var page = Page<Statement>.Of(
            warehouse().List()
                .Where(statement => status == "ALL" || statement.Status == status)
                .Where(statement => (statement.Request.Name ?? "").StartsWith(name, StringComparison.Ordinal))
                .Where(statement => database is null || statement.Request.Database == database),
            statement => statement.Id,
            request.TextOrNull("NextToken"),
            request.PageSize(MostListed, MostListed, "MaxResults"));
        return JsonObject.OfPresent(("Statements", JsonArray.Of(page.Items.Select(Listed))), ("NextToken", page.NextToken));
    }

    public JsonObject Cancel(JsonObject request)
    {
        var (statement, _) = Find(request.Text("Id"));
        warehouse().Cancel(statement.Id);
        return JsonObject.Of(("Status", true));
    }

    private static StatementRequest Request(JsonObject request, IReadOnlyList<string> sqls, bool isBatch)
    {
        RequireWorkgroup(request, isRequired: true);
        foreach (var (name, why) in new[] { ("SessionId", "sessions"), ("SessionKeepAliveSeconds", "sessions"), ("DbUser", "users") })
        {
            if (request.Given(name) is not null)
            {
                throw new AwsException("ValidationException", $"The local stage's warehouse has no {why}: leave {name} out.");
            }
        }

        if (request.TextOrNull("ResultFormat") is { } format and not "JSON")
        {
            throw AwsException.Invalid("resultFormat", format, "The local stage gives results as JSON");
        }

        var asked = new StatementRequest(sqls, isBatch, request.TextOrNull("Database") ?? throw AwsException.Missing("database"))
        {
            Name = request.TextOrNull("StatementName"),
            ClientToken = Token(request.TextOrNull("ClientToken")),
            SecretArn = request.TextOrNull("SecretArn"),
            Parameters = Parameters(request),
        };
        RequireUse(asked);
        return asked;
    }

    private static string CheckSql(string sql) => Encoding.UTF8.GetByteCount(sql) <= LongestSql
        ? sql
        : throw new AwsException("ValidationException", "Cannot process query string larger than 100kB");

    private static string? Token(string? token) => token is { Length: 0 or > 64 }
        ? throw AwsException.Invalid("clientToken", token, "Member must have length between 1 and 64")
        : token;

    private static void RequireWorkgroup(JsonObject request, bool isRequired)
    {
        var (workgroup, cluster) = (request.TextOrNull("WorkgroupName"), request.TextOrNull("ClusterIdentifier"));
        if (isRequired && workgroup is null && cluster is null)
        {
            throw new AwsException("ValidationException", "Either ClusterIdentifier, WorkgroupName or SessionId must be provided.");
        }

        if (cluster is not null || (workgroup is not null && workgroup != LocalNames.WarehouseWorkgroup))
        {
            throw new AwsException(
                "ValidationException", $"Redshift endpoint doesn't exist in this region. The local stage has the workgroup {LocalNames.WarehouseWorkgroup}.");
        }
    }

    private static Dictionary<string, string>? Parameters(JsonObject request)
    {
        switch (request.Given("Parameters"))
        {
            case null:
                return null;
            case JsonArray { Count: > 0 } items when items.All(item => item is JsonObject):
                var values = new Dictionary<string, string>();
                foreach (var item in items.Cast<JsonObject>())
                {
                    var (name, value) = (item.Text("name"), item.Text("value"));
                    if (!ParameterName().IsMatch(name))
                    {
                        throw AwsException.Invalid("parameters.name", name, "Member must satisfy regular expression pattern: ^[0-9a-zA-Z_]+$");
                    }

                    if (value.Length == 0)
                    {
                        throw AwsException.Invalid("parameters.value", value, "Member must have length greater than or equal to 1");
                    }

                    values[name] = value;
                }

                return values;
            default:
                throw AwsException.Invalid("parameters", request["Parameters"]!, "Member must have length greater than or equal to 1");
        }
    }

    // A statement that cannot be read fails when it is run, as on AWS.
    private static void RequireUse(StatementRequest asked)
    {
        if (asked.Parameters is not { } values)
        {
            return;
        }

        var used = new HashSet<string>();
        try
        {
            foreach (var sql in asked.Sqls)
            {
                NamedParameters.Fill(sql, values, used);
            }
        }
        catch (RedshiftException)
        {
            return;
        }

        if (values.Keys.Except(used).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } unused)
        {
            throw new AwsException("ValidationException", $"Parameters list contains unused parameters. Unused parameters: [{string.Join(", ", unused)}]");
        }
    }

    private static long Place(string? token)
    {
        if (token is null)
        {
            return 0;
        }

        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && long.TryParse(Encoding.ASCII.GetString(bytes, 0, length), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                ? place
                : throw new AwsException("ValidationException", "The NextToken is none of this result.");
    }

    private static JsonObject Submitted(Statement statement) => JsonObject.OfPresent(
        ("Id", statement.Id),
        ("CreatedAt", statement.CreatedAt.Time()),
        ("Database", statement.Request.Database),
        ("SecretArn", statement.Request.SecretArn),
        ("WorkgroupName", LocalNames.WarehouseWorkgroup));

    private static JsonObject Described(Statement statement)
    {
        var one = statement.Parts[0];
        var isBatch = statement.Request.IsBatch;
        return JsonObject.OfPresent(
            ("Id", statement.Id),
            ("CreatedAt", statement.CreatedAt.Time()),
            ("UpdatedAt", statement.UpdatedAt.Time()),
            ("Database", statement.Request.Database),
            ("SecretArn", statement.Request.SecretArn),
            ("WorkgroupName", LocalNames.WarehouseWorkgroup),
            ("Duration", Nanoseconds(statement.Duration)),
            ("Error", statement.Error),
            ("Status", statement.Status),
            ("HasResultSet", statement.Parts.Any(part => part.HasResultSet)),
            ("QueryString", isBatch ? null : statement.Request.Sqls[0]),
            ("QueryParameters", QueryParameters(statement.Request)),
            ("RedshiftPid", Environment.ProcessId),
            ("RedshiftQueryId", isBatch ? 0 : statement.Number),
            ("ResultFormat", "json"),
            ("ResultRows", isBatch ? -1 : one.ResultRows),
            ("ResultSize", isBatch ? -1 : one.ResultSize),
            ("SubStatements", isBatch ? JsonArray.Of(statement.Parts.Select((_, part) => Part(statement, part))) : null));
    }

    private static JsonObject Described(Statement statement, int part) => Part(statement, part)
        .With("Database", statement.Request.Database)
        .With("WorkgroupName", LocalNames.WarehouseWorkgroup);

    private static JsonObject Part(Statement statement, int number)
    {
        var part = statement.Parts[number];
        return JsonObject.OfPresent(
            ("Id", statement.PartId(number)),
            ("CreatedAt", statement.CreatedAt.Time()),
            ("UpdatedAt", part.UpdatedAt.Time()),
            ("Duration", Nanoseconds(part.Duration)),
            ("Error", part.Error),
            ("Status", part.Status),
            ("HasResultSet", part.HasResultSet),
            ("QueryString", statement.Request.Sqls[number]),
            ("RedshiftQueryId", statement.Number),
            ("ResultRows", part.ResultRows),
            ("ResultSize", part.ResultSize));
    }

    private static JsonObject Listed(Statement statement) => JsonObject.OfPresent(
        ("Id", statement.Id),
        ("CreatedAt", statement.CreatedAt.Time()),
        ("UpdatedAt", statement.UpdatedAt.Time()),
        ("Status", statement.Status),
        ("StatementName", statement.Request.Name),
        ("SecretArn", statement.Request.SecretArn),
        ("IsBatchStatement", statement.Request.IsBatch),
        ("QueryParameters", QueryParameters(statement.Request)),
        ("QueryString", statement.Request.IsBatch ? null : statement.Request.Sqls[0]),
        ("QueryStrings", statement.Request.IsBatch ? JsonArray.Of(statement.Request.Sqls.Select(Json.Of)) : null),
        ("ResultFormat", "json"));

    private static JsonArray? QueryParameters(StatementRequest request) => request.Parameters is { } values
        ? JsonArray.Of(values.Select(value => JsonObject.Of(("name", value.Key), ("value", value.Value))))
        : null;

    private static long Nanoseconds(TimeSpan duration) => duration.Ticks * TimeSpan.NanosecondsPerTick;

    private (Statement Statement, int? Part) Find(string id)
    {
        if (!Uuid().IsMatch(id))
        {
            throw AwsException.Invalid("id", id, @"Member must satisfy regular expression pattern: ^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d+)?$");
        }

        var colon = id.IndexOf(':', StringComparison.Ordinal);
        var statement = warehouse().Get(colon < 0 ? id : id[..colon]);
        if (colon < 0)
        {
            return (statement, null);
        }

        return int.TryParse(id[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= statement.Parts.Count
            ? (statement, number - 1)
            : throw Warehouse.Missing(id);
    }

    [GeneratedRegex(@"^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d{0,2})?\z")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^[0-9a-zA-Z_]+\z")]
    private static partial Regex ParameterName();
}
