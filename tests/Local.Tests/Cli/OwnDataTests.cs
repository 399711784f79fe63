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
    public async Task Stores_that_the_reference_data_does_not_know_are_counted_by_name(string option)
    {
        await program.JsonAsync("ingest", "--table", "stores", program.Write("stores.csv", "store_id,name,region,depot_id,latitude,longitude\nS1,One,north,D1,53.5,-2\n"));
        var other = Reading.Replace("\"S1\"", "\"S7\"", StringComparison.Ordinal);

        var printed = await program.RunAsync(
            ["ingest", program.Write("lines.jsonl", $"{Reading}\n{other}\n{other}\n"), .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Contains(
            "Of stores that the reference data does not know: S7 (2). Nothing is ordered for them. Name them with: ingest --table stores FILE.csv",
            printed.Output,
            StringComparison.Ordinal);
    }

    public void Dispose() => program.Dispose();

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
