using System.Text;
using System.Text.Json.Serialization;
using Local.Storage;
using Tests.Shared;

namespace Services.Tests.Storage;

public sealed class JournalTests : IDisposable
{
    private static readonly Note[] Notes =
        [new("first", 1), new("naïve ☕ \"quoted\"\nsecond line\0", 2), new("", 0), new(new string('x', 300), 4), new("last", 5)];

    private static readonly JournalOptions InMemory = new(FlushToDisk: false);

    private readonly TemporaryFolder folder = new();

    private string JournalPath => folder["notes.journal"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Records_come_back_in_the_order_in_which_they_were_appended()
    {
        await WriteAsync(Notes[..3]);
        await WriteAsync(Notes[3..]);

        Assert.Equal(Notes, await ReadAsync());
    }

    [Fact]
    public async Task A_line_can_be_read_by_a_person()
    {
        await WriteAsync(Notes[..1]);

        Assert.Equal(
            """
            44203f50 {"journal":"notes","format":1}
            de92d6ae {"text":"first","number":1}

            """,
            File.ReadAllText(JournalPath));
    }

    [Fact]
    public void The_checksum_is_the_published_CRC_32C()
    {
        var line = new System.Buffers.ArrayBufferWriter<byte>();
        JournalLine.Write(line, "123456789"u8);

        Assert.Equal("e3069283 123456789\n", Encoding.UTF8.GetString(line.WrittenSpan));
    }

    [Fact]
    public async Task A_write_cut_short_at_any_byte_loses_that_record_alone_and_is_kept_aside()
    {
        await WriteAsync(Notes);
        var whole = File.ReadAllBytes(JournalPath);
        for (var length = 0; length <= whole.Length; length++)
        {
            var lines = whole.Take(length).Count(b => b == '\n');
            var sound = Array.LastIndexOf(whole[..length], (byte)'\n') + 1;
            using var cut = new TemporaryFolder();
            File.WriteAllBytes(cut["notes.journal"], whole[..length]);

            Assert.Equal(Notes.Take(lines - 1), await ReadAsync(cut["notes.journal"]));

            var aside = cut[$"notes.journal.torn-{sound}"];
            Assert.Equal(whole[sound..length], File.Exists(aside) ? File.ReadAllBytes(aside) : []);
            await WriteAsync(Notes[..1], cut["notes.journal"]);
            Assert.Equal([.. Notes.Take(lines - 1), Notes[0]], await ReadAsync(cut["notes.journal"]));
        }
    }

    [Fact]
    public async Task What_a_crash_left_is_told_in_a_sentence()
    {
        await WriteAsync(Notes);
        File.AppendAllText(JournalPath, "01234567 {\"te");
        var length = new FileInfo(JournalPath).Length - 13;

        await using var journal = Open(JournalPath, []);

        Assert.Equal(
            $"'{JournalPath}' ended in 13 bytes of a write that never finished; this end is now in '{JournalPath}.torn-{length}'.",
            journal.Recovered);
    }

    [Fact]
    public async Task Blocks_of_zeros_at_the_end_are_a_write_cut_short_by_a_power_failure()
    {
        await WriteAsync(Notes);
        using (var file = File.OpenWrite(JournalPath))
        {
            file.SetLength(file.Length + 100);
            file.Seek(0, SeekOrigin.End);
            file.Write("0}\n"u8);
        }

        Assert.Equal(Notes, await ReadAsync());
    }

    [Fact]
    public async Task A_changed_byte_anywhere_is_refused_and_nothing_is_touched()
    {
        await WriteAsync(Notes);
        var whole = File.ReadAllBytes(JournalPath);
        for (var place = 0; place < whole.Length - 1; place++)
        {
            var damaged = whole.ToArray();
            damaged[place] ^= 4;
            File.WriteAllBytes(JournalPath, damaged);

            var refusal = Assert.Throws<JournalException>(() => Open(JournalPath, []));

            var start = Array.LastIndexOf(whole[..place], (byte)'\n') + 1;
            Assert.Equal(
                $"'{JournalPath}' is damaged at byte {start}: the record there does not match its checksum. "
                + "Nothing was changed. Restore the file from a copy, or move it away to start without what it holds.",
                refusal.Message);
            Assert.Equal(damaged, File.ReadAllBytes(JournalPath));
            Assert.Single(Directory.GetFiles(folder.Root));
        }
    }

    [Fact]
    public async Task A_journal_of_another_kind_is_refused()
    {
        await WriteAsync(Notes);

        var refusal = Assert.Throws<JournalException>(() => Journal<Note>.Open(JournalPath, "queues", NoteJson.Lines.Note, _ => { }));

        Assert.Equal(
            $"'{JournalPath}' is no journal of queues. Move it away, or restore the right file from a copy.", refusal.Message);
    }

    [Theory]
    [InlineData("""{"journal":"notes","format":2}""", "'{0}' has format 2, and this version reads up to 1. Use the newer version that wrote it.")]
    [InlineData("[]", "'{0}' holds a record at byte 0 that this version does not know: The JSON value could not be converted to Local.Storage.JournalHeader. Path: $ | LineNumber: 0 | BytePositionInLine: 1. Use the version that wrote it.")]
    public void A_journal_of_a_newer_version_is_refused(string firstRecord, string sentence)
    {
        var line = new System.Buffers.ArrayBufferWriter<byte>();
        JournalLine.Write(line, Encoding.UTF8.GetBytes(firstRecord));
        File.WriteAllBytes(JournalPath, line.WrittenSpan);

        var refusal = Assert.Throws<JournalException>(() => Open(JournalPath, []));

        Assert.Equal(string.Format(null, sentence, JournalPath), refusal.Message);
    }

    [Fact]
    public async Task Compaction_puts_a_snapshot_in_place_of_the_records_so_far()
    {
        await using (var journal = Open(JournalPath, []))
        {
            foreach (var note in Notes)
            {
                _ = journal.AppendAsync(note);
            }

            journal.Compact([new("all", 5)]);
            _ = journal.AppendAsync(Notes[0]);
            journal.Compact([new("all of it", 6)]);
            await journal.AppendAsync(Notes[1]);
        }

        Assert.Equal([new("all of it", 6), Notes[1]], await ReadAsync());
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public async Task A_journal_is_worth_compacting_when_it_has_outgrown_its_snapshot_fourfold()
    {
        var snapshot = Enumerable.Repeat(Notes[3], 10).ToList();
        await using var journal = Open(JournalPath, [], new(FlushToDisk: false, CompactAbove: 1_000));

        Assert.Equal(3, await AppendsUntilWorthCompactingAsync(journal));
        journal.Compact(snapshot);
        Assert.Equal(3 * snapshot.Count + 1, await AppendsUntilWorthCompactingAsync(journal));
    }

    [Fact]
    public async Task A_snapshot_that_finds_no_room_is_put_off_and_the_journal_goes_on()
    {
        await using (var journal = Open(JournalPath, []))
        {
            Directory.CreateDirectory($"{JournalPath}.1.unfinished");
            await journal.AppendAsync(Notes[0]);
            journal.Compact([Notes[4]]);
            await journal.AppendAsync(Notes[1]);
        }

        Assert.Equal(Notes[..2], await ReadAsync());
    }

    [Fact]
    public async Task A_journal_that_can_no_longer_be_written_says_so_to_every_append()
    {
        await using var journal = Open(JournalPath, []);
        await journal.AppendAsync(Notes[0]);
        File.Delete(JournalPath);
        Directory.CreateDirectory(Path.Combine(JournalPath, "in the way"));
        journal.Compact([Notes[0]]);

        for (var append = 0; append < 2; append++)
        {
            var failure = await Assert.ThrowsAsync<JournalException>(() => journal.AppendAsync(Notes[1]));
            Assert.StartsWith($"'{JournalPath}' cannot be written: ", failure.Message, StringComparison.Ordinal);
            Assert.EndsWith(
                ". What was recorded before is safe. Make room or give write access, then start again.",
                failure.Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Appends_of_many_tasks_are_all_safe_when_they_say_so()
    {
        await using (var journal = Open(JournalPath, []))
        {
            await Parallel.ForAsync(0, 2_000, async (number, _) => await journal.AppendAsync(new("n", number)));
            File.Copy(JournalPath, folder["copy.journal"]);
        }

        Assert.Equal(Enumerable.Range(0, 2_000), (await ReadAsync(folder["copy.journal"])).Select(note => note.Number).Order());
    }

    private static Journal<Note> Open(string path, List<Note> notes, JournalOptions? options = null) =>
        Journal<Note>.Open(path, "notes", NoteJson.Lines.Note, notes.Add, options ?? InMemory);

    private static async Task<int> AppendsUntilWorthCompactingAsync(Journal<Note> journal)
    {
        var appends = 0;
        for (; !journal.IsWorthCompacting; appends++)
        {
            await journal.AppendAsync(Notes[3]);
        }

        return appends;
    }

    private async Task WriteAsync(IEnumerable<Note> notes, string? path = null)
    {
        await using var journal = Open(path ?? JournalPath, []);
        foreach (var note in notes)
        {
            await journal.AppendAsync(note);
        }
    }

    private async Task<List<Note>> ReadAsync(string? path = null)
    {
        var notes = new List<Note>();
        await using var journal = Open(path ?? JournalPath, notes);
        return notes;
    }

    internal sealed record Note(string Text, int Number);
}

[JsonSerializable(typeof(JournalTests.Note))]
internal sealed partial class NoteJson : JsonSerializerContext
{
    public static NoteJson Lines { get; } = new(JournalJson.NewOptions());
}
