using System.Globalization;
using System.Text.Json.Nodes;
using Lake.Parquet;
using Lake.S3;
using Lake.Tests.Questions;
using Tests.Shared;

namespace Local.Tests.Cli;

/// <summary>The steps on a kept folder, as a person types them.</summary>
public sealed class PipelineTests : IDisposable
{
    private const string Bucket = "streaming-analytics-lake";

    private readonly LocalProgram program = new();

    [Fact]
    public async Task What_trucks_carry_is_what_plain_code_computes_from_the_lakes_files()
    {
        await program.StoresAsync(stores: 30, products: 60);
        Assert.Equal("SUCCEEDED", (await program.StartAsync())["status"]!.GetValue<string>());
        await program.JsonAsync("trucks");

        var carried = Rows("dispatches/")
            .Select(row => $"{Text(row, "order_key")} {row["quantity"]}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(ExpectedOrders().Order(StringComparer.Ordinal), carried);
        Assert.NotEmpty(carried);
    }

    [Fact]
    public async Task Routes_are_planned_on_the_ways_of_a_file_and_told_of_in_the_lake()
    {
        await program.StoresAsync(stores: 4, products: 20);
        await program.StartAsync();
        string[] places = ["D01", "S0001", "S0002", "S0003", "S0004"];
        var pairs = from one in places from other in places where string.CompareOrdinal(one, other) < 0 select $"{one},{other},100,2.5";
        var ways = program.Write("ways.csv", $"from_id,to_id,kilometres,hours\n{string.Join('\n', pairs)}\n");

        var printed = await program.JsonAsync("trucks", "--distances", ways);

        var routes = printed["routes"]!.AsArray();
        Assert.NotEmpty(routes);
        Assert.All(routes, route =>
        {
            var stops = route!["stops"]!.AsArray().Count;
            Assert.Equal(100.0 * (stops + 1), route["distanceKm"]!.GetValue<double>());
            Assert.Equal((2.5 * (stops + 1)) + (0.25 * stops), route["hours"]!.GetValue<double>());
            Assert.InRange(route["hours"]!.GetValue<double>(), 0, 9);
        });
        Assert.Equal(
            routes.Select(route => $"{route!["routeId"]} {route["distanceKm"]!.GetValue<double>()} {route["hours"]!.GetValue<double>()}").Order(StringComparer.Ordinal),
            Rows("dispatches/").Select(row => $"{row["route_id"]} {row["route_km"]!.GetValue<double>()} {row["route_hours"]!.GetValue<double>()}")
                .Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Trucks_are_planned_and_drive_on_the_ways_that_the_lake_has()
    {
        await program.StoresAsync(stores: 4, products: 20);
        await program.StartAsync();
        string[] places = ["D01", "S0001", "S0002", "S0003", "S0004"];
        var pairs = from one in places from other in places where string.CompareOrdinal(one, other) < 0 select $"{one},{other},40";
        await program.RunAsync("ingest", "--table", "distances", program.Write("distances.csv", $"from_id,to_id,kilometres\n{string.Join('\n', pairs)}\n"));

        var routes = (await program.JsonAsync("trucks"))["routes"]!.AsArray();
        await program.JsonAsync("drive");

        Assert.NotEmpty(routes);
        Assert.All(routes, route => Assert.Equal(40.0 * (route!["stops"]!.AsArray().Count + 1), route["distanceKm"]!.GetValue<double>()));
        var driven = Rows("telemetry/").DistinctBy(row => row["event_id"]!.ToString()).Sum(row => row["distance_m"]!.GetValue<double>());
        Assert.Equal(1_000 * routes.Sum(route => route!["distanceKm"]!.GetValue<double>()), driven, tolerance: 1_000);
    }

    [Fact]
    public async Task The_next_run_nets_what_is_on_the_road()
    {
        await program.StoresAsync();
        await program.StartAsync();
        var first = await program.JsonAsync("trucks");
        await program.StartAsync();
        var second = await program.JsonAsync("trucks");

        Assert.True(first["lines"]!.GetValue<int>() > 0);
        Assert.Equal(0, second["lines"]!.GetValue<int>());
        Assert.Equal(0, second["alreadyDispatched"]!.GetValue<int>());
    }

    [Fact]
    public async Task Two_runs_without_trucks_between_put_nothing_on_the_road_twice()
    {
        await program.StoresAsync();
        await program.StartAsync();
        await program.StartAsync();

        var trucks = await program.JsonAsync("trucks");
        var keys = Rows("dispatches/").Select(row => Text(row, "order_key")).ToList();

        Assert.Equal(trucks["lines"]!.GetValue<int>(), trucks["alreadyDispatched"]!.GetValue<int>());
        Assert.Equal(keys.Distinct().Count(), keys.Count);
        Assert.Equal(trucks["lines"]!.GetValue<int>(), keys.Count);
    }

    [Fact]
    public async Task Equal_seeds_and_ends_give_equal_readings()
    {
        using var other = new LocalProgram();
        await program.StoresAsync();
        await other.StoresAsync();

        Assert.Equal(Readings(program), Readings(other));
    }

    [Fact]
    public async Task A_definition_of_ones_own_runs_too()
    {
        const string Own = """{"StartAt":"Greet","States":{"Greet":{"Type":"Pass","Parameters":{"hello.$":"$.who"},"End":true}}}""";

        var execution = await program.JsonAsync(
            "start", "--definition", program.Write("own.asl.json", Own), "--input", """{"who":"nobody","who":"all"}""");

        Assert.Equal("""{"hello":"all"}""", execution["output"]!.ToJsonString());
    }

    [Fact]
    public async Task Data_may_be_nested_as_deep_as_the_interpreter_takes_it()
    {
        const string Echo = """{"StartAt":"Echo","States":{"Echo":{"Type":"Pass","End":true}}}""";
        var deep = $"{new string('[', 1000)}{new string(']', 1000)}";

        var printed = await program.RunAsync(
            "start", "--definition", program.Write("echo.asl.json", Echo), "--input", deep, "--output", "json");

        Assert.Equal(0, printed.ExitCode);
        Assert.Contains($"\"output\":{deep}", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_with_deep_data_in_it_runs_and_is_drawn()
    {
        var deep = $"{new string('[', 900)}{new string(']', 900)}";
        var definition = program.Write("deep.asl.json", $$"""{"StartAt":"Deep","States":{"Deep":{"Type":"Pass","Result":{{deep}},"End":true} } }""");

        Assert.Equal(0, (await program.RunAsync("start", "--definition", definition)).ExitCode);
        Assert.Equal(0, (await program.RunAsync("graph", "-o", program["deep.html"])).ExitCode);

        var page = await File.ReadAllTextAsync(program["deep.html"], TestContext.Current.CancellationToken);
        Assert.Contains("""<tr><th scope="row">Deep</th><td><span class="chip succeeded">Succeeded</span></td>""", page, StringComparison.Ordinal);
        Assert.Matches("(?s)<svg.*>Deep<.*</svg>", page);
    }

    [Theory]
    [InlineData("""{"asOf":"yesterday"}""")]
    [InlineData("""{"asOf":"2026-02-30"}""")]
    [InlineData("""{"asOf":"2026-11-20' OR '1'='1"}""")]
    [InlineData("""{"lookbackDays":-1}""")]
    [InlineData("""{"lookbackDays":"2"}""")]
    [InlineData("""{"lookbackDays":1.5}""")]
    [InlineData("""{"lookbackDays":{"a":1}}""")]
    [InlineData("""{"transitDays":0.5}""")]
    [InlineData("""{"transitDays":1000}""")]
    public async Task Input_that_is_no_date_or_small_number_never_comes_to_the_query(string input)
    {
        Directory.CreateDirectory(program.Data);

        var printed = await program.RunAsync("start", "--input", input, "--output", "json");
        var execution = JsonNode.Parse(printed.Output)!;

        Assert.Equal((1, "FAILED", "InvalidInput"), (printed.ExitCode, Text(execution, "status"), Text(execution, "error")));
        Assert.StartsWith("asOf must be a date such as 2026-11-20, lookbackDays and transitDays whole numbers from 0 to 31.", Text(execution, "cause"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await program.StoresAsync(stores: 2, products: 2);
        await program.StartAsync("--name", "monday");

        var again = await program.RunAsync("start", "--name", "monday", "--input", $$"""{"asOf":"{{LocalProgram.Day}}","lookbackDays":1}""");

        Assert.Equal(
            (1, "An error occurred (ExecutionAlreadyExists): Execution Already Exists: 'arn:aws:states:us-east-1:000000000000:execution:StorePlanning:monday'\n"),
            (again.ExitCode, again.Error.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task A_query_that_fails_fails_the_execution_with_Athenas_words()
    {
        var broken = Workflow.ProductMachine.StorePlanning.Definition
            .Replace("UNLOAD ({}) TO", "UNLOAD (SELECT * FROM nowhere, ({}) low) TO", StringComparison.Ordinal);

        var printed = await program.RunAsync("start", "--definition", program.Write("broken.asl.json", broken));

        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("FAILED", printed.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\nStates.TaskFailed: TABLE_NOT_FOUND: line 1:23: Table 'nowhere' does not exist\n",
            printed.Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_cannot_be_taken_lie_under_errors_with_line_and_reason()
    {
        const string Good = """{"event_id":"e1","store_id":"S1","product_id":"P1","on_hand":3,"reorder_point":5,"target_level":9,"shelf_capacity":9,"case_size":1,"unit_volume_l":1.5,"recorded_at":"2026-11-20T08:00:00Z"}""";
        var file = program.Write("readings.jsonl", $"{Good}\nnot json\n{Good.Replace("3,", "\"many\",", StringComparison.Ordinal)}\n");

        var counts = await program.JsonAsync("ingest", file);
        var refused = counts["objects"]!.AsArray().Select(item => item!.GetValue<string>()).Single(item => item.Contains("/errors/", StringComparison.Ordinal));
        var lines = File.ReadAllLines(Path.Combine(program.Data, "s3", refused["s3://".Length..])).Select(line => JsonNode.Parse(line)!).ToList();

        Assert.Equal((3, 1, 2), (counts["read"]!.GetValue<int>(), counts["written"]!.GetValue<int>(), counts["refused"]!.GetValue<int>()));
        Assert.Equal([2, 3], lines.Select(line => line["line"]?.GetValue<int>() ?? line["local"]!["line"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData(".html", "<!doctype html>")]
    [InlineData(".svg", "<svg ")]
    [InlineData(".mmd", "flowchart TD")]
    public async Task An_execution_is_drawn_as_the_files_ending_says(string ending, string start)
    {
        await program.StoresAsync(stores: 2, products: 2);
        await program.StartAsync("--name", "to-draw");

        await program.JsonAsync("graph", "to-draw", "-o", program["graph" + ending]);

        var picture = await File.ReadAllTextAsync(program["graph" + ending], TestContext.Current.CancellationToken);
        Assert.StartsWith(start, picture, StringComparison.Ordinal);
        Assert.Contains("NothingLow", picture, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_the_routing_literature_is_solved()
    {
        var file = program.Write("square.vrp", SquareInstance.Text);

        var solved = await program.JsonAsync("route", file);

        Assert.Equal(42, solved["cost"]!.GetValue<int>());
        Assert.Equal([[1, 2], [3, 4]], solved["routes"]!.AsArray().Select(route => route!.AsArray().Select(stop => stop!.GetValue<int>()).Order().ToArray()).OrderBy(route => route[0]));
    }

    public void Dispose() => program.Dispose();

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static List<string> Readings(LocalProgram program) =>
        [.. Rows(program, "inventory/").Select(row => row.ToJsonString()).Order(StringComparer.Ordinal)];

    private static IEnumerable<JsonObject> Rows(LocalProgram program, string prefix)
    {
        var lake = new S3Folder(program.Data);
        return lake.List(new(Bucket, prefix)).SelectMany(item => new ParquetItems(lake).Read(item.Uri).ToList()).Select(row => JsonNode.Parse(row.ToString())!.AsObject());
    }

    private IEnumerable<JsonObject> Rows(string prefix) => Rows(program, prefix);

    /// <summary><c>order_key quantity</c> of every line that is low and fits, from the files alone.</summary>
    private IEnumerable<string> ExpectedOrders()
    {
        var lake = new S3Folder(program.Data);
        var readings = lake.List(new(Bucket, "inventory/"))
            .SelectMany(item => new ParquetItems(lake).Read(item.Uri).Select(row => Reading(JsonNode.Parse(row.ToString())!.AsObject(), Arrival(item.Uri.Key))))
            .ToList();
        var stores = File.ReadLines(Path.Combine(program.Data, "s3", Bucket, "stores", "stores.csv")).Skip(1)
            .Select(line => line.Split(',')[0].Trim('"')).ToHashSet();
        var asked = new Asked(DateOnly.Parse(LocalProgram.Day, CultureInfo.InvariantCulture), LookbackDays: 2, TransitDays: 2);

        foreach (var line in Oracle.LowLines(asked, readings, [], stores).Select(line => line.Split(' ')))
        {
            var (onHand, target, capacity, caseSize) = (long.Parse(line[2]), long.Parse(line[5]), long.Parse(line[6]), long.Parse(line[7]));
            var wanted = (target - onHand + caseSize - 1) / caseSize;
            var cases = Math.Min(wanted, (capacity - onHand) / caseSize);
            if (cases > 0)
            {
                yield return $"{line[0]}|{line[1]}|{line[11]} {cases * caseSize}";
            }
        }
    }

    private static Observed Reading(JsonObject row, DateTime arrival) => new(
        row["event_id"]?.GetValue<string>(),
        row["store_id"]?.GetValue<string>(),
        row["product_id"]?.GetValue<string>(),
        row["on_hand"]?.GetValue<long>(),
        row["reorder_point"]?.GetValue<long>(),
        row["target_level"]?.GetValue<long>(),
        row["shelf_capacity"]?.GetValue<long>(),
        row["case_size"]?.GetValue<long>(),
        row["unit_volume_l"]?.GetValue<double>(),
        row["recorded_at"] is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time.GetValue<long>()).UtcDateTime : null,
        arrival);

    /// <summary>The hour in <c>inventory/dt=2026-11-20/hour=09/…</c>.</summary>
    private static DateTime Arrival(string key)
    {
        var parts = key.Split('/');
        return DateTime.ParseExact(
            parts[1]["dt=".Length..] + parts[2]["hour=".Length..], "yyyy-MM-ddHH", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
    }
}
