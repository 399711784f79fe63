using System.Text;
using System.Text.Json;
using JsonValues;
using Lake.Firehose;
using Lake.Reference;
using Lake.S3;
using Local.Names;
using Replenishment.Dispatching;
using StatesLanguage;
using Tests.Shared;
using Tsplib;
using Workflow;
using Workflow.Reference;

namespace Chaos.Hostile;

/// <summary>Everything that reads what others wrote.</summary>
public sealed class ReaderTests
{
    private static readonly Json Document = Json.Parse(
        """{"a":{"b":[1,2.5,null,{"c":"d"}],"t":"2026-11-20T08:00:00Z"},"n":7,"s":"text","items":[[1,2],[3]],"$":"$","'":"\""}""");

    private static readonly string[] Paths =
    [
        "$", "$.a.b[0]", "$['a']['b'][*]", "$..c", "$.a.b[?(@.c == 'd')]", "$.a.b[0,1]", "$.items[0:2:1]", "$.a.b.length()", "$.items[?(@[0] > 1 && !(@[1] =~ /a.*b/i))]", "$..*",
    ];

    private static readonly string[] Calls =
    [
        "States.Format('{} \\{ {}', $.n, $.s)", "States.ArrayPartition($.a.b, 2)", "States.ArrayRange(1, 9, 2)", "States.StringToJson('{\"a\":[1]}')",
        "States.JsonMerge($.a, $, false)", "States.Hash($.s, 'SHA-256')", "States.Base64Decode(States.Base64Encode($.s))", "States.MathAdd($.n, -1)",
        "States.StringSplit($.s, 'e,')", "States.ArrayContains($.a.b, States.ArrayGetItem($.a.b, 3))", "States.ArrayUnique(States.Array($.n, 'x', true, null))", "States.MathRandom(1, 9, 3)",
    ];

    private const string Reading =
        """{"event_id":"e1","store_id":"S1","product_id":"P1","on_hand":3,"reorder_point":5,"target_level":9,"shelf_capacity":9,"case_size":1,"unit_volume_l":1.5,"recorded_at":"2026-11-20T08:00:00.123Z"}""";

    private const string Stores = "store_id,name,region,depot_id,latitude,longitude\nS1,\"One, \"\"first\"\"\",north,D1,53.5,9.9\nS2,Two,south,D2,48.1,11.5\n";

    private const string Delivery =
        """{"delivery_id":"d1","execution_id":"arn:e","store_id":"S1","region":"north","depot_id":"D1","latitude":53.5,"longitude":9.9,"depot_latitude":53.4,"depot_longitude":9.8,"depot_trucks":2,"truck_volume_l":3000,"priority":1,"lines":[{"order_key":"S1|P1|2026-11-20T08:00:00.000Z","product_id":"P1","quantity":6,"cases":1,"volume_l":9.5,"days_of_cover":null}],"volume_l":9.5,"requested_at":"2026-11-20T09:00:00Z"}""";

    private const string CvrpMatrix =
        "NAME : m\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : LOWER_ROW\nCAPACITY : 9\nEDGE_WEIGHT_SECTION\n1\n2 3\nDEMAND_SECTION\n1 0\n2 4\n3 5\nDEPOT_SECTION\n1\n-1\nEOF\n";

    [Fact]
    public void A_definition_is_loaded_or_refused_with_findings() => Hostile.Read(
        [LocalNames.DefinitionOf(ProductMachine.StorePlanning), """{"StartAt":"A","States":{"A":{"Type":"Pass","Result":[1],"ResultPath":"$.x","End":true}}}"""],
        text => Assert.True(DefinitionLoader.Load(text) is LoadedDefinition.Valid or LoadedDefinition.Invalid { Findings.Length: > 0 }));

    [Fact]
    public void A_path_finds_something_or_says_why_not() => Hostile.Read(Paths, text =>
    {
        if (JsonPath.TryParse(text, out var path))
        {
            Assert.True(path.TryFind(Document, out _, out var problem) || problem.Length > 0);
        }
    });

    [Fact]
    public void An_intrinsic_call_gives_a_value_or_an_error_of_the_execution() => Hostile.Read(Calls, text =>
    {
        var definition = JsonObject.Of(
            ("StartAt", Json.Of("A")),
            ("States", JsonObject.Of(("A", JsonObject.Of(
                ("Type", Json.Of("Pass")), ("Parameters", JsonObject.Of(("x.$", Json.Of(text)))), ("End", Json.True))))));
        if (DefinitionLoader.Load(definition.ToString()) is LoadedDefinition.Valid(var machine))
        {
            var host = new Host { Tasks = new NoTasks(), Random = new Random(1) };
            var result = Execution.Run(machine, ExecutionStart.Named("m", "e", Document, host), host, NoHistory.Instance).Completion.GetAwaiter().GetResult();
            Assert.True(result is ExecutionResult.Succeeded or ExecutionResult.Failed, $"It ended {result}.");
        }
    });

    [Fact]
    public void JSON_is_read_or_refused() => Hostile.Read([Document.ToString(), Reading], text =>
    {
        try
        {
            Assert.Equal(Json.Parse(text), Json.Parse(Json.Parse(text).ToString()));
        }
        catch (System.Text.Json.JsonException)
        {
            // Refused in its own words.
        }
    });

    private static readonly char[] Space = [' ', '\t', '\r', '\n'];

    [Fact]
    public void Readings_are_written_or_refused_and_every_document_is_counted()
    {
        using var folder = new TemporaryFolder();
        var stream = new DeliveryStream(
            new S3Folder(folder.Root), "lake", WorkflowFiles.Tables.Single(table => table.Name == "inventory"), Local.Storage.Ids.Random);
        Hostile.Read([$"{Reading}\n{Reading}\n", $"{Reading}\r\n\r\n{Reading}"], text =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var result = stream.Ingest(new MemoryStream(bytes), DateTimeOffset.UnixEpoch);

            // As it arrives: without halves of characters. A byte order mark is one at the beginning alone.
            var arrived = Encoding.UTF8.GetString(bytes);
            Assert.Equal(Documents(arrived.StartsWith('\uFEFF') ? arrived[1..] : arrived), result.Read);
        }, Length.Inputs / 5);
    }

    /// <summary>How many objects a text has, one behind the other; what begins none counts to the end of its line.</summary>
    private static int Documents(string text)
    {
        var count = 0;
        for (var rest = text.TrimStart(Space); rest.Length > 0; rest = rest.TrimStart(Space))
        {
            count++;
            var line = rest.IndexOf('\n', StringComparison.Ordinal);
            rest = rest[(ObjectAtTheBeginning(rest) ?? (line < 0 ? rest.Length : line))..];
        }

        return count;
    }

    /// <summary>The length of the shortest beginning of the text that is an object.</summary>
    private static int? ObjectAtTheBeginning(string text)
    {
        for (var brace = text.StartsWith('{') ? text.IndexOf('}', StringComparison.Ordinal) : -1; brace >= 0; brace = text.IndexOf('}', brace + 1))
        {
            try
            {
                using var document = JsonDocument.Parse(text[..(brace + 1)], new JsonDocumentOptions { MaxDepth = 256 });
                return brace + 1;
            }
            catch (JsonException)
            {
                // Not yet whole, or never.
            }
        }

        return null;
    }

    [Theory]
    [InlineData(ReferenceFormat.Csv, Stores)]
    [InlineData(ReferenceFormat.JsonLines, """{"store_id":"S1","name":"One","region":"north","depot_id":"D1","latitude":53.5,"longitude":9.9}""")]
    public void Reference_data_is_taken_whole_or_refused_with_its_line(ReferenceFormat format, string sound)
    {
        using var folder = new TemporaryFolder();
        var table = new ReferenceTable(new S3Folder(folder.Root), "lake", WorkflowFiles.Tables.Single(table => table.Name == "stores"));
        Hostile.Read([sound], text =>
        {
            try
            {
                table.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)), format);
            }
            catch (ReferenceDataException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        });
    }

    [Fact]
    public void A_message_is_a_delivery_request_or_has_a_fault() => Hostile.Read([Delivery], text =>
        Assert.Equal(DeliveryReader.Read(text, out var fault) is null, fault is { Length: > 0 }));

    [Fact]
    public void A_TSPLIB_file_is_an_instance_or_refused_with_its_line() => Hostile.Read([SquareInstance.Text, CvrpMatrix], text =>
    {
        try
        {
            CvrpInstance.Read(new StringReader(text), "hostile.vrp");
        }
        catch (CvrpFormatException refused)
        {
            Assert.StartsWith("hostile.vrp", refused.Message, StringComparison.Ordinal);
        }
    });

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void JSON_nested_ever_deeper_is_refused_everywhere(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));

        Assert.ThrowsAny<System.Text.Json.JsonException>(() => Json.Parse(deep));
        Assert.IsType<LoadedDefinition.Invalid>(DefinitionLoader.Load(deep));
    }

    [Theory]
    [InlineData("$", "[0]")]
    [InlineData("$", "..a")]
    [InlineData("$", "[?(@", ")]")]
    [InlineData("$.a[?(", "(", "@.a)]")]
    [InlineData("$.a[?(", "!", "@.a)]")]
    [InlineData("$.a[?(@.a", "&& @.a ", ")]")]
    [InlineData("$.a[?(@.a", "|| @.a ", ")]")]
    [InlineData("", "States.Array(", "1")]
    [InlineData("", "States.StringToJson(", "'1')")]
    public void A_path_or_call_nested_ever_deeper_ends(string start, string repeated, string end = "")
    {
        var deep = start + string.Concat(Enumerable.Repeat(repeated, 50_000)) + end;

        Assert.NotNull(DefinitionLoader.Load(
            $$"""{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"x.$":{{Json.Of(deep)}} },"End":true} } }"""));
        if (JsonPath.TryParse(deep, out var path))
        {
            path.TryFind(Document, out _, out _);
        }
    }

    private sealed class NoTasks : ITaskService
    {
        public Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation) =>
            throw new System.Diagnostics.UnreachableException("No definition here has a task.");
    }
}
