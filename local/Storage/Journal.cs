using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Win32.SafeHandles;

namespace Local.Storage;

/// <summary>
/// An append-only log of records, one JSON line each, read back in order after whatever ended the last process.
/// </summary>
/// <remarks>
/// The owner keeps the state the records describe. It appends under its own lock, so that records stand in the order
/// in which the state changed, and awaits the append outside it: appends that arrive while a write is under way share
/// the next one.
/// </remarks>
internal sealed class Journal<T> : IAsyncDisposable
{
    private readonly string path;
    private readonly JournalHeader header;
    private readonly JsonTypeInfo<T> json;
    private readonly JournalOptions options;
    private readonly Lock gate = new();

    private SafeFileHandle file;
    private long written;
    private Batch pending = new();
    private Task writer = Task.CompletedTask;
    private bool writing;
    private JournalException? failure;
    private long length;
    private long compactAbove;
    private int compactions;

    private Journal(string path, JournalHeader header, JsonTypeInfo<T> json, JournalOptions options, long length)
    {
        this.path = path;
        this.header = header;
        this.json = json;
        this.options = options;
        this.length = written = length;
        compactAbove = options.CompactAbove;
        file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read | FileShare.Delete);
    }

    /// <summary>A sentence on the last process's unfinished write, where there was one.</summary>
    public string? Recovered { get; private init; }

    /// <summary>Whether the journal holds so much more than its last snapshot that a new one is due.</summary>
    public bool IsWorthCompacting
    {
        get
        {
            lock (gate)
            {
                return length > compactAbove;
            }
        }
    }

    /// <summary>
    /// Reads what is there, sets a torn tail aside, and is ready to append. A file of another kind is refused.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="kind">The content of the journal, in a word for errors.</param>
    /// <param name="json">The records, of a context with <see cref="JournalJson.NewOptions"/>.</param>
    /// <param name="replay">Takes each record that is there.</param>
    /// <param name="options">Null: the usual ones.</param>
    /// <exception cref="JournalException">The file is damaged, of another kind, or newer than this version.</exception>
    public static Journal<T> Open(
        string path, string kind, JsonTypeInfo<T> json, Action<T> replay, JournalOptions? options = null)
    {
        var header = new JournalHeader(kind, JournalHeader.CurrentFormat);
        var sound = File.Exists(path) ? Replay(path, header, json, replay) : 0;
        var recovered = TornTail.SetAside(path, sound);
        var journal = new Journal<T>(path, header, json, options ?? new(), sound) { Recovered = recovered };
        if (sound == 0)
        {
            journal.Enqueue(JsonSerializer.SerializeToUtf8Bytes(header, JournalJson.Lines.JournalHeader));
        }

        return journal;
    }

    /// <returns>Completes when the record is safe.</returns>
    /// <exception cref="JournalException">The record, or an earlier one, could not be written.</exception>
    public Task AppendAsync(T record) => Enqueue(JsonSerializer.SerializeToUtf8Bytes(record, json));

    /// <summary>Puts records that describe the whole state in place of all records so far. Called under the owner's lock.</summary>
    public void Compact(IEnumerable<T> snapshot)
    {
        var replacement = $"{path}.{++compactions}{AtomicFile.Unfinished}";
        SafeFileHandle handle;
        long size;
        try
        {
            (handle, size) = WriteSnapshot(replacement, snapshot);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The journal is whole without it: a disk with no room for a snapshot gets another chance later.
            AtomicFile.TryDelete(replacement);
            lock (gate)
            {
                compactAbove = 2 * length;
            }

            return;
        }

        lock (gate)
        {
            pending.ReplaceBy(new Replacement(replacement, handle, size));
            length = size;
            compactAbove = Math.Max(options.CompactAbove, 4 * size);
            StartWriting();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await writer;
        file.Dispose();
    }

    private static long Replay(string path, JournalHeader header, JsonTypeInfo<T> type, Action<T> replay)
    {
        var isFirst = true;
        return JournalReader.Read(path, (json, offset) =>
        {
            try
            {
                if (isFirst)
                {
                    header.Check(path, JsonSerializer.Deserialize(json.Span, JournalJson.Lines.JournalHeader));
                    isFirst = false;
                }
                else
                {
                    replay(JsonSerializer.Deserialize(json.Span, type)!);
                }
            }
            catch (JsonException e)
            {
                throw new JournalException(
                    $"'{path}' holds a record at byte {offset} that this version does not know: {e.Message} Use the version that wrote it.", e);
            }
        });
    }

    private Task Enqueue(ReadOnlySpan<byte> record)
    {
        lock (gate)
        {
            if (failure is not null)
            {
                return Task.FromException(failure);
            }

            length += pending.Add(record);
            StartWriting();
            return pending.Written;
        }
    }

    private void StartWriting()
    {
        if (!writing)
        {
            writing = true;
            writer = Task.Run(WriteBatches);
        }
    }

    private void WriteBatches()
    {
        while (Take() is { } batch)
        {
            if (failure is null)
            {
                TryWrite(batch);
            }

            batch.Complete(failure);
        }
    }

    private Batch? Take()
    {
        lock (gate)
        {
            if (pending.IsEmpty)
            {
                writing = false;
                return null;
            }

            var batch = pending;
            pending = new Batch();
            return batch;
        }
    }

    private void TryWrite(Batch batch)
    {
        try
        {
            Write(batch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lock (gate)
            {
                failure = new JournalException(
                    $"'{path}' cannot be written: {Reason(e)}. What was recorded before is safe. "
                    + "Make room or give write access, then start again.",
                    e);
            }

            DropUnfinished();
        }
    }

    private void Write(Batch batch)
    {
        if (batch.Replacement is { } replacement)
        {
            Flush(replacement.File);
            file.Dispose();
            file = replacement.File;
            written = replacement.Length;
            File.Move(replacement.Path, path, overwrite: true);
        }

        RandomAccess.Write(file, batch.Lines, written);
        Flush(file);
        written += batch.Lines.Length;
    }

    // The sentence names the file already.
    private string Reason(Exception e) => e.Message.Replace($" : '{path}'", "", StringComparison.Ordinal).TrimEnd('.');

    // The writers have been told that the append failed; the next process must not find half of it.
    private void DropUnfinished()
    {
        try
        {
            RandomAccess.SetLength(file, written);
        }
        catch (IOException)
        {
            // Then the next process meets a torn tail.
        }
    }

    private void Flush(SafeFileHandle handle)
    {
        if (options.FlushToDisk)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    private (SafeFileHandle File, long Length) WriteSnapshot(string target, IEnumerable<T> snapshot)
    {
        const int PartSize = 1024 * 1024;
        var handle = File.OpenHandle(target, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete);
        try
        {
            var part = new ArrayBufferWriter<byte>();
            var size = 0L;
            JournalLine.Write(part, JsonSerializer.SerializeToUtf8Bytes(header, JournalJson.Lines.JournalHeader));
            foreach (var record in snapshot)
            {
                JournalLine.Write(part, JsonSerializer.SerializeToUtf8Bytes(record, json));
                if (part.WrittenCount > PartSize)
                {
                    WritePart();
                }
            }

            WritePart();
            return (handle, size);

            void WritePart()
            {
                RandomAccess.Write(handle, part.WrittenSpan, size);
                size += part.WrittenCount;
                part.ResetWrittenCount();
            }
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private sealed record Replacement(string Path, SafeFileHandle File, long Length);

    /// <summary>
    /// The bytes that one write takes to the disk: perhaps a snapshot in place of the file, then lines at its end.
    /// </summary>
    private sealed class Batch
    {
        private readonly ArrayBufferWriter<byte> lines = new();
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => done.Task;

        public ReadOnlySpan<byte> Lines => lines.WrittenSpan;

        public Replacement? Replacement { get; private set; }

        public bool IsEmpty => lines.WrittenCount == 0 && Replacement is null;

        /// <returns>Bytes added.</returns>
        public int Add(ReadOnlySpan<byte> json)
        {
            var before = lines.WrittenCount;
            JournalLine.Write(lines, json);
            return lines.WrittenCount - before;
        }

        // The snapshot holds what the lines would have said.
        public void ReplaceBy(Replacement replacement)
        {
            lines.ResetWrittenCount();
            if (Replacement is { } outdated)
            {
                outdated.File.Dispose();
                File.Delete(outdated.Path);
            }

            Replacement = replacement;
        }

        public void Complete(JournalException? failure)
        {
            if (failure is null)
            {
                done.SetResult();
            }
            else
            {
                done.SetException(failure);
            }
        }
    }
}
