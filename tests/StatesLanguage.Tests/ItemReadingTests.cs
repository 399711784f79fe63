using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using StatesLanguage.Maps;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace StatesLanguage.Tests;

/// <summary>What a file may make a map run hold, and how its items are found in it.</summary>
public sealed class ItemReadingTests
{
    private const int NineMillion = 9_000_000;

    private readonly World world = new();

    [Theory]
    [InlineData("CSV", "a\n", "x", "", "Line 2 of s3://data/in.gz is longer than 8 MiB, which no item may be.")]
    [InlineData("CSV", "a\n\"", "x\n", "", "The row of s3://data/in.gz that ends after line 4194306 is longer than 8 MiB, which no item may be. A quote may lack its other half.")]
    [InlineData("CSV", "", "a,", "\n1", "The header of s3://data/in.gz is longer than the 10 KiB that Step Functions supports.")]
    [InlineData("JSONL", "1\n\"", "x", "\"", "Line 2 of s3://data/in.gz is longer than 8 MiB, which no item may be.")]
    [InlineData("JSON", "[1,\"", "x", "\"]", "A value of s3://data/in.gz is longer than 8 MiB, which no item may be.")]
    [InlineData("JSON", "[1,[0", ",0", "]]", "A value of s3://data/in.gz is longer than 8 MiB, which no item may be.")]
    [InlineData("JSON", "{\"", "x", "\":0}", "A value of s3://data/in.gz is longer than 8 MiB, which no item may be.")]
    public void A_line_a_row_and_a_value_have_a_bound_whatever_the_object_unpacks_to(
        string type, string start, string middle, string end, string cause)
    {
        var most = middle == "a," ? 8_000 : NineMillion;
        world.Objects.Put("data", "in.gz", Packed(start, middle, most, end));

        Assert.Equal(Failed(cause), world.Output(Reading(type, "in.gz")));
    }

    [Theory]
    [InlineData("a,b\n\"x,2\n3,4\n", 2)]
    [InlineData("a,b\n1,2\n3,\"\n", 3)]
    [InlineData("a,b\n1,2\n\"3\n4\",\"\n5\n", 3)]
    [InlineData("a,\"b\n1,2\n", 1)]
    public void A_quote_that_is_never_closed_is_an_error_and_swallows_no_row(string text, int line)
    {
        world.Objects.Put("data", "in.csv", Encoding.UTF8.GetBytes(text));

        Assert.Equal(
            Failed($"The row of s3://data/in.csv that begins in line {line} has a quote that is never closed: close it, or double it."),
            world.Output(Reading("CSV", "in.csv")));
    }

    public static TheoryData<string, int> Cuts()
    {
        TheoryData<string, int> cuts = [];
        foreach (var key in new[] { "in.csv.gz", "stored.GZ", "members.gz", "in.csv.zst", "frames.ZSTD" })
        {
            var whole = Pack(key);
            foreach (var length in new[] { 0, 1, 10, 18, 19, 30, whole.Length / 2, whole.Length - 30, whole.Length - 9, whole.Length - 8, whole.Length - 4, whole.Length - 1 })
            {
                cuts.Add(key, length);
            }
        }

        return cuts;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task An_object_that_was_cut_off_is_an_error(string key, int length)
    {
        var error = await Assert.ThrowsAsync<ItemReaderException>(() => UnpackAsync(key, Pack(key)[..length]));

        Assert.Matches("^The object o (ends before its (gzip|ZSTD) does|is no (gzip|ZSTD), or a damaged one)", error.Message);
    }

    [Theory]
    [InlineData("in.csv.gz")]
    [InlineData("stored.GZ")]
    [InlineData("members.gz")]
    [InlineData("in.csv.zst")]
    [InlineData("frames.ZSTD")]
    public async Task A_packed_object_is_read_to_its_end(string key)
    {
        Assert.Equal(Rows, await UnpackAsync(key, Pack(key)));

        world.Objects.Put("data", key, Pack(key));
        Assert.Equal(7, ((JsonArray)Json.Parse(world.Output(Reading("CSV", key, ",\"ItemBatcher\":{\"MaxItemsPerBatch\":100}")))).Count);
    }

    /// <summary>A frame with a checksum, as <c>zstd -19 --check</c> writes it.</summary>
    [Fact]
    public async Task What_the_zstd_command_packs_is_read()
    {
        var frame = Convert.FromBase64String("KLUv/QRoLQEAAkMIDsAbDvladUi2u7T8swUG/kP+js+44v+I/4Y/4QsOuJZUAEIlKNU=");

        Assert.Equal("id,v\n0,\n1,x\n2,xx\n3,xxx\n4,xxxx\n5,\n6,x\n7,xx\n8,xxx\n", await UnpackAsync("in.zst", frame));
        await Assert.ThrowsAsync<ItemReaderException>(() => UnpackAsync("in.zst", frame[..^1]));
    }

    [Theory]
    [InlineData("in.csv.gz")]
    [InlineData("in.csv.zst")]
    public async Task An_object_that_is_damaged_or_goes_on_behind_its_end_is_an_error(string key)
    {
        var damaged = Pack(key);
        damaged[damaged.Length / 2] ^= 0x55;

        await Assert.ThrowsAsync<ItemReaderException>(() => UnpackAsync(key, damaged));
        await Assert.ThrowsAsync<ItemReaderException>(() => UnpackAsync(key, [.. Pack(key), .. "1,2\n"u8]));
    }

    [Theory]
    [InlineData("in.gz", "is no gzip, or a damaged one: ")]
    [InlineData("in.csv.zst", "is no ZSTD, or a damaged one: ")]
    public void An_object_that_is_packed_otherwise_is_an_error(string key, string problem)
    {
        world.Objects["data", key] = "a,b\n1,2\n";

        Assert.StartsWith(Failed($"The object s3://data/{key} {problem}"), world.Output(Reading("CSV", key)), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_columns_of_one_name_the_last_counts()
    {
        world.Objects["data", "in.csv"] = "a,b,a\n1,2,3\n";

        Assert.Contains("""{"a":"3","b":"2"}""", string.Join(' ', world.Calls.Select(call => call.Parameters)) + world.Output(Reading("CSV", "in.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Items_have_a_bound_together()
    {
        // Ten thousand bytes of text each, and twenty-eight times as much memory.
        var item = $",[0{string.Concat(Enumerable.Repeat(",0", 4_999))}]";
        world.Objects.Put("data", "in.gz", Packed("[0", item, 2_000, "]"));

        Assert.Equal(
            Failed(
                "Items up to number 960 take more than the 256 MiB of memory that a map run has for them on this machine. "
                + "Split the objects, or read fewer items with MaxItems."),
            world.Output(Reading("JSON", "in.gz", ",\"ItemBatcher\":{\"MaxItemsPerBatch\":1000}")));
    }

    [Theory]
    [InlineData("s3://data", "which is no object: expected s3://bucket/key.")]
    [InlineData("s3://data/", "which is no object: expected s3://bucket/key.")]
    [InlineData("s3:///key", "which is no object: expected s3://bucket/key.")]
    [InlineData("s3:data", "which is no S3 URI.")]
    [InlineData("file:///etc/passwd", "which is no S3 URI.")]
    public void A_manifest_names_objects_only(string line, string problem)
    {
        world.Objects["data", "m.csv"] = line;

        Assert.Equal(
            Failed($"The manifest s3://data/m.csv names '{line}', {problem}"),
            world.Output(Reading("JSONL\",\"ManifestType\":\"ATHENA_DATA", "m.csv")));
    }

    [Theory]
    [InlineData("[1,2", null, "The object o is not valid JSON: ")]
    [InlineData("", null, "The object o is not valid JSON: ")]
    [InlineData("[1] 2", null, "The object o is not valid JSON: ")]
    [InlineData("{\"\\ud800\":1}", null, "The object o is not valid JSON: ")]
    [InlineData("1", null, "Attempting to map over non-iterable node.")]
    [InlineData("{\"a\":1}", "/a", "Attempting to map over non-iterable node.")]
    [InlineData("{\"a\":1}", "/b", "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.")]
    [InlineData("[[1]]", "/1", "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.")]
    [InlineData("[[1]]", "/x", "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.")]
    [InlineData("1", "/x", "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.")]
    public async Task Json_without_items_is_an_error(string text, string? place, string start)
    {
        var error = await Assert.ThrowsAsync<ItemReaderException>(() => ItemsAsync(text, place));

        Assert.StartsWith(start, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_text() =>
        Assert.Equal([Json.Of(1)], await ItemsAsync("\uFEFF[1]", null));

    [Fact]
    public void Items_are_the_same_wherever_the_buffer_ends()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(
            Gen.Choose(0, 40_000).Select(length => new string('é', length)).ListOf().ToArbitrary(),
            texts =>
            {
                var items = texts.Select((text, i) => (Json)JsonObject.Of(("n", Json.Of(i)), ("text", Json.Of(text)))).ToList();
                var document = JsonObject.Of(
                    ("before", JsonArray.Of(items)), ("a/b", JsonArray.Of(Json.Null, JsonObject.Of(("~", JsonArray.Of(items))))));

                Assert.Equal(items, ItemsAsync(document.ToString(), "/a~1b/1/~0").Result);
            }));
    }

    [Theory]
    [InlineData("a\nb\r\nc\rd", new[] { "a", "b", "c", "d" })]
    [InlineData("\n\r\n\r\r\n", new[] { "", "", "", "" })]
    [InlineData("a\n\n", new[] { "a", "" })]
    [InlineData("", new string[0])]
    public async Task A_line_ends_at_a_line_feed_a_carriage_return_or_both(string text, string[] lines)
    {
        // Each character comes by itself.
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await using var slow = new OneByOne(stream);

        Assert.Equal(lines, await TextLines.ReadAsync(slow, "o", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("a,b\n1,\"x\r\n\r\ny\"\n", "a|b;1|x\n\ny")]
    [InlineData("5\" pipe,x\n6\" pipe,y\n", "5\" pipe|x;6\" pipe|y")]
    [InlineData("{\"\"MyKey\"\":\"\"MyValue\"\"},\"(\"\")\"\n", "{\"MyKey\":\"MyValue\"}|(\")")]
    [InlineData("\"a,\"\"b\"\"\",\"\"\n\n\"open\nend\"", "a,\"b\"|;open\nend")]
    public async Task A_field_in_quotes_goes_on_over_line_ends(string text, string rows)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var read = await CsvText.RowsAsync(stream, "o", ',', TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(rows, string.Join(';', read.Select(row => string.Join('|', row))));
    }

    private static async Task<List<Json>> ItemsAsync(string text, string? place)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await new JsonItems(stream, "o").ReadAsync(place, default).ToListAsync();
    }

    private static string Failed(string cause) =>
        $"States.ItemReaderFailed: An error occurred while executing the state 'D' (entered at the event id #2). {cause}";

    private static readonly string Rows = $"id,v\n{string.Concat(Enumerable.Range(0, 700).Select(i => FormattableString.Invariant($"{i},{i * i % 997}\n")))}";

    /// <summary>The rows, as the name of a key says: in one stream, in a stream of stored blocks, or in two.</summary>
    private static byte[] Pack(string key)
    {
        using var packed = new MemoryStream();
        var text = Encoding.UTF8.GetBytes(Rows);
        var first = key.StartsWith("members", StringComparison.Ordinal) || key.StartsWith("frames", StringComparison.Ordinal) ? 1_000 : text.Length;
        foreach (var part in new[] { text[..first], text[first..] }.Where(part => part.Length > 0))
        {
            using Stream stream = key.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(packed, key.StartsWith("stored", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Optimal, leaveOpen: true)
                : new CompressionStream(packed, leaveOpen: true);
            (stream as CompressionStream)?.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
            stream.Write(part);
        }

        return packed.ToArray();
    }

    private static async Task<string> UnpackAsync(string key, byte[] packed)
    {
        using var reader = new StreamReader(Unpacked.Open(new MemoryStream(packed), key, "o"));
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static byte[] Packed(string start, string middle, int times, string end)
    {
        using var packed = new MemoryStream();
        using (var text = new StreamWriter(new GZipStream(packed, CompressionLevel.Fastest)))
        {
            var block = string.Concat(Enumerable.Repeat(middle, 1_000));
            text.Write(start);
            for (var i = 0; i < times; i += 1_000)
            {
                text.Write(block);
            }

            text.Write(end);
        }

        return packed.ToArray();
    }

    private static string Reading(string type, string key, string rest = "") => $$$"""
        {"StartAt":"D","States":{"D":{"Type":"Map","End":true,"ItemReader":{
          "Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"{{{type}}}","CSVHeaderLocation":"FIRST_ROW"},
          "Parameters":{"Bucket":"data","Key":"{{{key}}}"}}{{{rest}}},"ItemProcessor":{
          "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}
        }} }}
        """;

    private sealed class OneByOne(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 1));

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
