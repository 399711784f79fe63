using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AwsFakes;
using DynamoDb;
using RealTime.Fleet;
using RealTime.Tables;
using StoreApp.Fleet;
using Tests.Shared;

namespace StoreApp.Tests;

/// <summary>The page of the fleet over the SDK's clients, whose tables are the local stage's and whose names have the stack's in front.</summary>
public sealed partial class FleetTests : IAsyncLifetime
{
    private const string Prefix = "stack-dev-";

    private readonly TemporaryFolder folder = new();
    private readonly FakeBucket lake = new();
    private readonly List<string> asked = [];

    private TableStore tables = null!;
    private FleetServer server = null!;
    private HttpClient client = null!;
    private int unread;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        tables = TableStore.Open(folder["tables.db"], TimeProvider.System, TableSchema.All);
        var dynamo = StorageClients.DynamoDB(Answer);
        var sources = FleetSources.Of(dynamo, Prefix, StorageClients.S3(lake), "lake", TimeProvider.System) with
        {
            Alerts = tables.Table(TableSchema.Alerts),
        };
        server = await FleetServer.StartAsync(sources, port: 0, Cancellation);
        client = new() { BaseAddress = server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        tables.Dispose();
        folder.Dispose();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_browser_shows_the_trucks_on_the_map_with_the_route_the_minutes_and_the_alert_which_it_acknowledges()
    {
        Assert.SkipWhen(BrowserProcess.Installed is null, "No Chromium or Chrome is on PATH, so the page is not opened in one.");
        lake.Objects[DispatchedRoute.KeyOf("R1")] =
            new DispatchedRoute("R1", "T1", 51, -1, [new("S0001", 51.2, -1.1), new("S0002", 51.3, -1)]).ToJson();
        await PutAsync(TableSchema.Trucks, Truck("T1", 51.1), Truck("T2", 51.2));
        await PutAsync(TableSchema.Alerts, Of(("alert_id", "a1"), ("k", "truck#T1"), ("kind", "cargo_warm"), ("status", "open"), ("opened_at", Text(Now)), ("value", 12m), ("audiences", "driver,fleet"), ("notified", true), ("rev", 1m)));
        await PutAsync(TableSchema.Minutes, [.. Enumerable.Range(0, 5).Select(ago => Minute("truck#T1", ago, ("cargo_mc_sum", 24_000m), ("cargo_mc_n", 2m)))]);
        await PutAsync(TableSchema.Minutes, Minute("url#S1#/p/1", 0, ("visits", 7m), ("sales", 2m)));
        await using var browser = await Browser.StartAsync(Cancellation);

        await browser.OpenAsync(server.Address, Cancellation);
        await browser.UntilAsync("document.querySelectorAll('[data-truck]').length === 2", Cancellation);
        await browser.UntilAsync("document.querySelector('[data-truck=T1].in-trouble') && document.querySelector('.live').textContent === 'Live'", Cancellation);
        await browser.EvaluateAsync("document.querySelector('tbody a').click()", Cancellation);
        await browser.UntilAsync("document.querySelectorAll('.way circle').length === 2", Cancellation);
        await browser.UntilAsync("document.querySelector('.chart')?.getAttribute('aria-label').endsWith('now 12 °C')", Cancellation);
        await PutAsync(TableSchema.Trucks, Truck("T3", 51.3));
        await browser.UntilAsync("document.querySelectorAll('[data-truck]').length === 3", Cancellation);

        await browser.EvaluateAsync("location.hash = '#/shops'", Cancellation);
        await browser.UntilAsync("document.querySelector('tbody tr')?.innerText.replaceAll('\\t', ' ') === 'S1 /p/1 7 2'", Cancellation);

        await browser.EvaluateAsync("location.hash = '#/alerts'", Cancellation);
        await browser.UntilAsync("document.querySelector('tbody button')", Cancellation);
        await browser.EvaluateAsync("document.querySelector('tbody button').click()", Cancellation);
        await browser.UntilAsync($"document.querySelector('tbody tr')?.textContent.includes('by {Environment.UserName}')", Cancellation);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Every_file_that_the_page_imports_comes_along()
    {
        var open = new Queue<string>(["/", "/console/live-map.mjs", "/console/shared.css", "/console/console.css", "/console/icon.svg"]);
        var seen = new HashSet<string>(open);

        while (open.TryDequeue(out var path))
        {
            var text = await client.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);
            foreach (var import in Imports().Matches(text).Select(match => match.Groups["module"].Value))
            {
                var module = new Uri(new Uri(server.Address, path), import).AbsolutePath;
                if (seen.Add(module))
                {
                    open.Enqueue(module);
                }
            }
        }

        Assert.Contains("/console/drawing/wording.mjs", seen);
    }

    [Fact]
    public async Task Only_the_stack_s_own_tables_are_read_by_names_with_the_stack_s_in_front()
    {
        await PutAsync(TableSchema.Trucks, Truck("T1", 51));

        var trucks = await AskAsync("Scan", new() { ["TableName"] = "trucks" });
        var others = await AskAsync("Scan", new() { ["TableName"] = "detectors" });
        var writing = await AskAsync("PutItem", new() { ["TableName"] = "trucks" });

        Assert.Equal("T1", (string?)trucks["Items"]![0]!["truck_id"]!["S"]);
        Assert.Equal("The table 'detectors' is none that is shown here: minutes, trucks, alerts are.", (string?)others["message"]);
        Assert.Equal("The operation PutItem is not answered here: Scan, Query and BatchGetItem are.", (string?)writing["message"]);
        Assert.Equal(["Scan stack-dev-trucks"], asked);
    }

    [Fact]
    public async Task Rows_that_DynamoDB_left_unread_are_asked_for_again()
    {
        await PutAsync(TableSchema.Minutes, Minute("url#S1#/", 0), Minute("url#S2#/", 0));
        unread = 1;

        var rows = await AskAsync("BatchGetItem", new()
        {
            ["RequestItems"] = new JsonObject
            {
                ["minutes"] = new JsonObject { ["Keys"] = new JsonArray(Key("url#S1#/", Now), Key("url#S2#/", Now)) },
            },
        });

        Assert.Equal(["url#S1#/", "url#S2#/"], rows["Responses"]!["minutes"]!.AsArray().Select(row => (string)row!["k"]!["S"]!).Order());
    }

    [Theory]
    [InlineData("{", "Expected depth")]
    [InlineData("[]", "The request is no JSON object.")]
    [InlineData("""{"TableName":1}""", "Scan: ")]
    [InlineData("""{"TableName":"trucks","ExclusiveStartKey":{"truck_id":{"N":"1"}}}""", "The value of 'truck_id' is no text.")]
    public async Task A_request_that_the_page_does_not_make_is_refused_in_words(string body, string begins)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body) };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.Scan");

        using var answer = await client.SendAsync(request, Cancellation);

        var refused = await answer.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        Assert.Equal((HttpStatusCode.BadRequest, "ValidationException"), (answer.StatusCode, (string?)refused!["__type"]));
        Assert.StartsWith(begins, (string?)refused["message"], StringComparison.Ordinal);
        Assert.Empty(asked);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Host", "elsewhere.example")]
    public async Task A_page_of_elsewhere_is_not_let_in(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("""{"TableName":"trucks"}""") };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.Scan");
        request.Headers.Add(header, value);

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(asked);
    }

    [Fact]
    public async Task A_stack_without_the_tables_is_told_so_with_the_command_that_lists_them()
    {
        using var app = new CommandLine(Answer, lake);

        var code = await app.RunAsync("fleet", "--tables", "other-", "--lake", "lake", "--port", "0");

        Assert.Equal(1, code);
        Assert.Contains("other-minutes", app.Error, StringComparison.Ordinal);
        Assert.Contains("aws dynamodb list-tables", app.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_remedy()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var app = new CommandLine(Answer, lake);

        var code = await app.RunAsync("fleet", "--tables", Prefix, "--lake", "lake", "--port", port.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(1, code);
        Assert.Equal($"Port {port} of 127.0.0.1 is taken by another program. End that, or name another port with --port.\n", app.Error);
    }

    /// <summary>DynamoDB, as the local stage answers it.</summary>
    private JsonObject Answer(string operation, JsonObject input)
    {
        var own = input.DeepClone().AsObject();
        var reads = own["RequestItems"]?.AsObject();
        var name = (string?)own["TableName"] ?? reads!.Single().Key;
        lock (asked)
        {
            asked.Add($"{operation} {name}");
        }

        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new ServiceException("ResourceNotFoundException", $"Requested resource not found: Table: {name} not found");
        }

        var plain = name[Prefix.Length..];
        var service = new TableOperations(() => tables, table => table);
        switch (operation)
        {
            case "Scan":
                own["TableName"] = plain;
                return Node(service.Scan(Tree(own)));
            case "Query":
                own["TableName"] = plain;
                return Node(service.Query(Tree(own)));
            case "BatchGetItem":
                var keys = reads![name]!["Keys"]!.AsArray();
                var left = new JsonArray();
                while (unread > 0 && keys.Count > 0)
                {
                    unread--;
                    var key = keys[^1]!;
                    keys.RemoveAt(keys.Count - 1);
                    left.Add(key);
                }

                var found = Node(service.BatchGetItem(Tree(new() { ["RequestItems"] = new JsonObject { [plain] = reads[name]!.DeepClone() } })));
                return new()
                {
                    ["Responses"] = new JsonObject { [name] = found["Responses"]![plain]!.DeepClone() },
                    ["UnprocessedKeys"] = left.Count == 0 ? new JsonObject() : new JsonObject { [name] = new JsonObject { ["Keys"] = left } },
                };
            default:
                throw new ServiceException("UnknownOperationException", operation);
        }
    }

    private static JsonValues.JsonObject Tree(JsonObject request) => (JsonValues.JsonObject)JsonValues.Json.Parse(request.ToJsonString());

    private static JsonObject Node(JsonValues.JsonObject answer) => JsonNode.Parse(answer.ToString())!.AsObject();

    private async Task<JsonObject> AskAsync(string operation, JsonObject request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = JsonContent.Create(request) };
        message.Headers.Add("X-Amz-Target", $"DynamoDB_20120810.{operation}");
        using var answer = await client.SendAsync(message, Cancellation);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!;
    }

    private async Task PutAsync(TableSchema table, params Item[] items) => Assert.All(
        await tables.Table(table).PutAsync([.. items.Select(item => new ConditionalPut(item, new Condition.Absent()))], Cancellation),
        outcome => Assert.Equal(PutOutcome.Written, outcome));

    private static Item Truck(string id, double latitude) => Of(
        ("truck_id", id), ("k", $"truck#{id}"), ("route_id", "R1"), ("recorded_at", Text(Now)), ("latitude", (decimal)latitude), ("longitude", -1m),
        ("speed_kmh", 50m), ("cargo_c", 12m), ("next_stop", "S0001"), ("next_km", 3.2m), ("next_at", Text(Now)), ("stops_left", 2m), ("left_km", 20m));

    private static Item Minute(string key, int ago, params (string Name, object Value)[] more) => Of(
        [("k", key), ("m", MinuteOf(Now.AddMinutes(-ago))), ("slot", $"{key.Split('#')[0]}#{MinuteOf(Now.AddMinutes(-ago))}#0"), ("count", 1m), ("late", 0m), .. more]);

    private static JsonObject Key(string key, DateTimeOffset at) => new()
    {
        ["k"] = new JsonObject { ["S"] = key },
        ["m"] = new JsonObject { ["S"] = MinuteOf(at) },
    };

    private static Item Of(params (string Name, object Value)[] attributes)
    {
        var item = new Item();
        foreach (var (name, value) in attributes)
        {
            item[name] = value switch
            {
                string text => ItemValue.Of(text),
                decimal number => ItemValue.Of(number),
                bool flag => ItemValue.Of(flag),
                _ => throw new ArgumentException($"'{name}' is a {value.GetType().Name}."),
            };
        }

        return item;
    }

    [GeneratedRegex("from '(?<module>[^']+)'")]
    private static partial Regex Imports();

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string MinuteOf(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
