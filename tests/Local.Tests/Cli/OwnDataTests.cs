using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Lake.Parquet;
using Lake.S3;

namespace Local.Tests.Cli;

/// <summary>Readings in a form of the user's own become rows, or the reason why not is said in words.</summary>
public sealed class OwnDataTests : IDisposable
{
    private const string Bucket = "streaming-analytics-lake";

    private const string Reading =
        """{"event_id":"e1","store_id":"S1","product_id":"00042","on_hand":3,"reorder_point":5,"target_level":9,"shelf_capacity":9,"case_size":1,"unit_volume_l":1.5,"recorded_at":"2026-11-20T08:00:00Z"}""";

    private const string OwnCsv = """
        shop;sku;qty;min;max;shelf;case;ml;counted
        S1;00042;3;5;20;30;6;1500;2026-11-20T09:15:00+01:00
        S1;00043;many;5;20;30;6;750;2026-11-20T09:15:00+01:00
        S1;00044;1;5;20;30;6;250;20.11.2026 09:15

        """;

    // Own names, one of which means something in SQL; another unit; ids made of what there is.
    private static readonly string[] Mapped =
    [
        .. new[]
        {
            "event_id=concat_ws('/', shop, sku, counted)", "store_id=shop", "product_id=sku", "on_hand=qty", "reorder_point=min",
            "target_level=max", "shelf_capacity=shelf", "case_size=case", "unit_volume_l=ml::double / 1000", "recorded_at=counted",
        }.SelectMany(part => new[] { "--map", part }),
    ];

    private const string Stores = "store_id,name,region,depot_id,latitude,longitude\n";

    private const string Depots = "depot_id,name,latitude,longitude,trucks,truck_volume_l\n";

    private readonly LocalProgram program = new();

    [Fact]
    public async Task A_CSV_with_other_names_units_and_offsets_becomes_rows_and_the_first_refused_ones_are_shown()
    {
        var file = program.Write("ours.csv", OwnCsv);

        var printed = await program.RunAsync(["ingest", file, .. Mapped]);

        Assert.Equal(0, printed.ExitCode);
        Assert.StartsWith(
            """
            3 rows read: 1 written as Parquet, 2 refused.
                      1  on_hand is not a bigint
                      1  recorded_at is not a timestamp
              row 2: on_hand is "many", not a bigint. What is taken is a whole number such as 12.
              row 3: recorded_at is "20.11.2026 09:15", not a timestamp. What is taken is a time such as "2026-11-20T09:15:00Z".

            """.ReplaceLineEndings("\n"),
            printed.Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        var row = Assert.Single(Rows());
        Assert.Equal("S1/00042/2026-11-20T09:15:00+01:00 S1 00042 3 1.5 2026-11-20T08:15:00Z", Told(row));
    }

    [Fact]
    public async Task Another_form_of_a_date_is_an_expression()
    {
        var file = program.Write("ours.csv", OwnCsv);
        string[] dates = [.. Mapped[..^1], "recorded_at=coalesce(try_strptime(counted, '%d.%m.%Y %H:%M')::varchar, counted)"];

        await program.JsonAsync(["ingest", file, .. dates]);

        Assert.Equal(
            ["00042 2026-11-20T08:15:00Z", "00044 2026-11-20T09:15:00Z"],
            Rows().Select(row => $"{Text(row, "product_id")} {Time(row)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_row_for_which_an_expression_fails_is_refused_alone_with_its_own_values()
    {
        var file = program.Write("ours.csv", OwnCsv);
        string[] computed = [.. Mapped.Select(part => part switch
        {
            "on_hand=qty" => "on_hand=qty::double * 12",
            "recorded_at=counted" => "recorded_at=strptime(counted, '%d.%m.%Y %H:%M')",
            _ => part,
        })];

        var printed = await program.RunAsync(["ingest", file, .. computed]);

        Assert.StartsWith(
            """
            3 rows read: 1 written as Parquet, 2 refused.
                      1  on_hand is not a bigint
                      1  recorded_at is not a timestamp
              row 1: recorded_at is "the expression fails for 2026-11-20T09:15:00+01:00", not a timestamp. What is taken is a time such as "2026-11-20T09:15:00Z".
              row 2: on_hand is "the expression fails for many", not a bigint. What is taken is a whole number such as 12.

            """.ReplaceLineEndings("\n"),
            printed.Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.Equal("S1/00044/20.11.2026 09:15 S1 00044 12 0.25 2026-11-20T09:15:00Z", Told(Assert.Single(Rows())));
    }

    public static TheoryData<string, string> Forms => new()
    {
        { "lines.jsonl", $"{Reading}\n" },
        { "array.json", $"[{Reading}]" },
        { "table.csv", "event_id,store_id,product_id,on_hand,reorder_point,target_level,shelf_capacity,case_size,unit_volume_l,recorded_at\ne1,S1,00042,3,5,9,9,1,1.5,2026-11-20T08:00:00Z\n" },
        { "tabs.txt", "\uFEFFRECORDED_AT\tevent_id\tstore_id\tproduct_id\ton_hand\treorder_point\ttarget_level\tshelf_capacity\tcase_size\tunit_volume_l\r\n2026-11-20 08:00:00\te1\tS1\t00042\t3\t5\t9\t9\t1\t1.5\r\n" },
        { "offset.jsonl", Reading.Replace("08:00:00Z", "10:00:00.000+02:00", StringComparison.Ordinal) },
        { "offset.json", $"[{Reading.Replace("08:00:00Z", "03:00:00-0500", StringComparison.Ordinal)}]" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_files_content_says_what_it_is_plain_or_compressed_or_on_standard_input(string name, string content)
    {
        var compressed = program[$"{name}.gz"];
        await using (var gzip = new GZipStream(File.Create(compressed), CompressionMode.Compress))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(content), TestContext.Current.CancellationToken);
        }

        await program.JsonAsync("ingest", program.Write(name, content), compressed);
        Assert.Equal(0, (await program.TypeAsync(content, "ingest", "-")).ExitCode);

        Assert.Equal(Enumerable.Repeat("e1 S1 00042 3 1.5 2026-11-20T08:00:00Z", 3), Rows().Select(Told));
    }

    [Fact]
    public async Task Parquet_is_taken_too()
    {
        await program.JsonAsync("ingest", program.Write("lines.jsonl", Reading));
        var parquet = Directory.GetFiles(program.Data, "*.parquet", SearchOption.AllDirectories).Single();
        File.Copy(parquet, program["copy"]);

        await program.JsonAsync("ingest", program["copy"], "--map", "on_hand=on_hand * 2");

        Assert.Equal([3L, 6L], Rows().Select(row => row["on_hand"]!.GetValue<long>()).Order());
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        {
            "theirs.jsonl", """{"sku":"a","qty":3}""",
            "FILE: nothing in it is called event_id, store_id, product_id, on_hand, reorder_point, target_level, shelf_capacity, case_size, "
            + "unit_volume_l, recorded_at, and every reading needs that. It has qty, sku, which the table does not know. "
            + "Say what each is made of, such as --map event_id=qty. Nothing of the file was taken.\n"
        },
        {
            "part.jsonl", Reading.Replace("\"case_size\":1,", "", StringComparison.Ordinal),
            "FILE: nothing in it is called case_size, and every reading needs that. Say what each is made of, such as --map case_size=0. "
            + "Nothing of the file was taken.\n"
        },
        { "empty.csv", "", "FILE: there is nothing in it.\n" },
        { "book.xlsx", "PK\u0003\u0004", "FILE: this looks like a ZIP archive, as an Excel workbook is one. Unpack it, or save the sheet as CSV, and name it again.\n" },
        { "page.html", "<html></html>", "FILE: this looks like XML or HTML. Save the data as CSV or JSON Lines, and name it again.\n" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_cannot_be_readings_is_told_in_words_and_nothing_of_it_is_kept(string name, string content, string sentence)
    {
        var file = program.Write(name, content);

        var printed = await program.RunAsync("ingest", file);

        Assert.Equal((1, "", sentence.Replace("FILE", file, StringComparison.Ordinal)), (printed.ExitCode, printed.Output, printed.Error.ReplaceLineEndings("\n")));
        Assert.Empty(Kept());
    }

    [Theory]
    [InlineData("store=shop", "--map store=shop: the table inventory has no column 'store'. It has event_id, ")]
    [InlineData("shop", "--map shop: write COLUMN=EXPRESSION, such as on_hand=qty.")]
    [InlineData("on_hand=nothing", "--map on_hand=nothing: Referenced column \"nothing\" not found in FROM clause!")]
    [InlineData("unit_volume_l=shelf_capacity / 2", "--map unit_volume_l=shelf_capacity / 2: No function matches the given name and argument types")]
    public async Task A_map_that_cannot_be_is_named(string map, string sentence)
    {
        var printed = await program.RunAsync("ingest", program.Write("lines.jsonl", Reading), "--map", map);

        Assert.Equal(1, printed.ExitCode);
        Assert.StartsWith(sentence, printed.Error, StringComparison.Ordinal);
        Assert.Empty(Kept());
    }

    [Fact]
    public async Task A_rehearsal_says_what_would_be_and_keeps_nothing()
    {
        var file = program.Write("ours.csv", OwnCsv);

        var printed = await program.RunAsync(["ingest", file, "--dry-run", .. Mapped]);

        Assert.Equal(0, printed.ExitCode);
        Assert.StartsWith("3 rows read: 1 would be written as Parquet, 2 refused. Nothing was kept.", printed.Output, StringComparison.Ordinal);
        Assert.Empty(Kept());
    }

    [Fact]
    public async Task A_file_that_cannot_be_taken_does_not_hide_what_was_taken_before_it()
    {
        var (good, bad) = (program.Write("good.jsonl", Reading), program.Write("bad.csv", ""));

        var printed = await program.RunAsync("ingest", good, bad);

        Assert.Equal(
            (1, "1 line read: 1 written as Parquet, 0 refused.", $"{bad}: there is nothing in it."),
            (printed.ExitCode, printed.Output.Split('\n')[0].TrimEnd(), printed.Error.TrimEnd()));
        Assert.Single(Rows());
    }

    [Fact]
    public async Task What_comes_through_a_pipe_by_name_is_taken()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows names no pipes in the file system.");
        var pipe = program["pipe"];
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var writing = Task.Run(() => File.WriteAllText(pipe, OwnCsv), TestContext.Current.CancellationToken);
        var printed = await program.RunAsync(["ingest", pipe, .. Mapped]);
        await writing;

        Assert.StartsWith("3 rows read: 1 written as Parquet, 2 refused.", printed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Reading, false, 0)]
    [InlineData(Reading, true, 0)]
    [InlineData($"{Reading}\nnot json", false, 0)]
    [InlineData($"{Reading}\nnot json", true, 1)]
    [InlineData("not json", false, 1)]
    public async Task The_exit_code_tells_whether_anything_or_everything_was_taken(string lines, bool strict, int exitCode)
    {
        string[] args = ["ingest", program.Write("lines.jsonl", lines), .. strict ? ["--strict"] : Array.Empty<string>()];

        Assert.Equal(exitCode, (await program.RunAsync(args)).ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--dry-run")]
    public async Task Stores_and_depots_that_the_reference_data_does_not_know_are_counted_by_name(string option)
    {
        await program.JsonAsync("ingest", "--table", "depots", program.Write("depots.csv", $"{Depots}D1,Altona,53.6,9.9,2,1000\n"));
        await program.JsonAsync("ingest", "--table", "stores", program.Write("stores.csv", $"{Stores}S1,One,north,D1,53.5,-2\nS2,Two,north,D9,53.5,-2\n"));

        var printed = await program.RunAsync(
            ["ingest", program.Write("lines.jsonl", OfStores("S1", "S7", "S7", "S2")), .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.EndsWith(
            """
            Of stores that the reference data does not know: S7 (2). Nothing is ordered for them. Name them with: ingest --table stores FILE.csv
            Of stores whose depot the reference data does not know: D9 (1). Nothing is ordered for them. Name them with: ingest --table depots FILE.csv

            """.ReplaceLineEndings("\n"),
            printed.Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_execution_counts_unknown_stores_and_depots_by_name_and_says_what_to_do()
    {
        await program.RunAsync("ingest", "--table", "stores", program.Write("stores.csv", $"{Stores}S1,One,north,D1,53.5,-2\n"));
        await program.RunAsync("ingest", program.Write("lines.jsonl", OfStores("S1", "S7", "S8", "S8")));
        string[] start = ["start"];

        var printed = await program.RunAsync(start);
        var json = (await program.JsonAsync(start))["planning"]!["outcome"]!;

        Assert.EndsWith(
            """
            Readings left out  4
                      3  store is unknown: S8 (2), S7 (1). Name them with: ingest --table stores FILE.csv
                      1  depot of the store is unknown: D1 (1). Name them with: ingest --table depots FILE.csv
            Nothing runs low among the readings that were not left out: no product of a store is at or below its reorder point.

            """.ReplaceLineEndings("\n"),
            printed.Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.Equal(
            """[{"name":"S8","count":2},{"name":"S7","count":1}] [{"name":"D1","count":1}]""",
            $"{json["unknownStores"]!.ToJsonString()} {json["unknownDepots"]!.ToJsonString()}");
    }

    public static TheoryData<string, string, string> TablesThatName => new()
    {
        {
            "stores", $"{Stores}S1,One,north,D1,53.5,-2\nS2,Two,north,D8,53.5,-2\nS3,Three,north,D9,53.5,-2\nS4,Four,north,D9,53.5,-2\n",
            """
            The table stores has 4 rows now.
            Depots that the table depots does not have, with the number of their stores: D9 (2), D8 (1). Nothing is ordered for these stores. Name them with: ingest --table depots FILE.csv

            """
        },
        { "stores", $"{Stores}S1,One,north,D1,53.5,-2\n", "The table stores has 1 row now.\n" },
        {
            "depots", $"{Depots}D2,Wandsbek,53.6,10.1,2,1000\n",
            """
            The table depots has 1 row now.
            Depots that the table depots does not have, with the number of their stores: D1 (1). Nothing is ordered for these stores. Name them with: ingest --table depots FILE.csv

            """
        },
        {
            "distances", "from_id,to_id,kilometres\nD1,S0,3\nD1,S5,3\nS0,S5,4\n",
            """
            The table distances has 3 rows now.
            Places that neither the table stores nor the table depots has, with the number of their ways: S5 (2). No truck drives there, so these ways are not used.

            """
        },
        { "price_list", "product_id,list_price_cents,floor_price_cents,ceiling_price_cents\nP1,249,189,279\n", "The table price_list has 1 row now.\n" },
    };

    [Theory]
    [MemberData(nameof(TablesThatName))]
    public async Task Reference_data_that_names_what_other_reference_data_does_not_have_is_told_by_name(string table, string csv, string sentences)
    {
        await program.JsonAsync("ingest", "--table", "depots", program.Write("depots.csv", $"{Depots}D1,Altona,53.6,9.9,2,1000\n"));
        await program.JsonAsync("ingest", "--table", "stores", program.Write("stores.csv", $"{Stores}S0,Zero,north,D1,53.5,-2\n"));

        var printed = await program.RunAsync("ingest", "--table", table, program.Write("new.csv", csv));

        Assert.Equal((0, sentences.ReplaceLineEndings("\n"), ""), (printed.ExitCode, printed.Output.ReplaceLineEndings("\n"), printed.Error));
    }

    public void Dispose() => program.Dispose();

    private static string OfStores(params string[] stores) => string.Join(
        '\n',
        stores.Select((store, i) => Reading.Replace("\"S1\"", $"\"{store}\"", StringComparison.Ordinal)
            .Replace("\"e1\"", $"\"e{i}\"", StringComparison.Ordinal)
            .Replace("2026", "2020", StringComparison.Ordinal)));

    private static string Told(JsonObject row) =>
        $"{Text(row, "event_id")} {Text(row, "store_id")} {Text(row, "product_id")} {row["on_hand"]} {row["unit_volume_l"]} {Time(row)}";

    private static string Text(JsonObject row, string column) => row[column]!.GetValue<string>();

    private static string Time(JsonObject row) => DateTimeOffset.FromUnixTimeMilliseconds(row["recorded_at"]!.GetValue<long>())
        .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private List<JsonObject> Rows()
    {
        var lake = new S3Folder(program.Data);
        return [.. lake.List(new(Bucket, "inventory/")).SelectMany(file => new ParquetItems(lake).Read(file.Uri)).Select(row => JsonNode.Parse(row.ToString())!.AsObject())];
    }

    private IEnumerable<string> Kept() => FilesIn("s3").Concat(FilesIn("tmp"));

    private string[] FilesIn(string folder) => Directory.Exists(Path.Combine(program.Data, folder))
        ? Directory.GetFiles(Path.Combine(program.Data, folder), "*", SearchOption.AllDirectories)
        : [];
}
