using System.Buffers;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Kinesis.Store;

/// <summary>
/// The database of the streams. Whoever writes waits until it is safe; writes that come while one is under way share the next
/// transaction. Thread-safe.
/// </summary>
/// <remarks>
/// SQLite in WAL mode with synchronous = NORMAL: what was answered outlives the process, killed or not; a power cut may take the
/// last moments, and never leaves half of a transaction. Records are not rows but blocks of rows, so that a request of hundreds
/// of records to a shard costs one insert, and opening reads no records.
/// </remarks>
internal sealed class RecordFile : IAsyncDisposable
{
    private const string Schema = """
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS streams (name TEXT PRIMARY KEY, document BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS counters (key INTEGER PRIMARY KEY, next INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS blocks (shard INTEGER NOT NULL, last INTEGER NOT NULL, arrived INTEGER NOT NULL, records BLOB NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS blocks_by_shard ON blocks (shard, last, arrived);
        CREATE TABLE IF NOT EXISTS mappings (id TEXT PRIMARY KEY, document BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS checkpoints (mapping TEXT NOT NULL, shard INTEGER NOT NULL, document BLOB NOT NULL, PRIMARY KEY (mapping, shard)) WITHOUT ROWID;
        """;

    private const string EveryConnection = "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;";

    private readonly string path;
    private readonly SqliteConnection writing;
    private readonly SqliteCommand insertBlock;
    private readonly SqliteCommand setCounter;
    private readonly Lock gate = new();
    private readonly List<SqliteConnection> idleReaders = [];
    private readonly ArrayBufferWriter<byte> block = new(2 * Block.Size);
    private Batch pending = new();
    private Task writer = Task.CompletedTask;
    private bool isWriting;
    private bool isClosed;
    private long size;

    private RecordFile(string path, SqliteConnection connection)
    {
        this.path = path;
        writing = connection;
        insertBlock = Command(connection, "INSERT INTO blocks (shard, last, arrived, records) VALUES ($shard, $last, $arrived, $records)", "$shard", "$last", "$arrived", "$records");
        setCounter = Command(connection, "INSERT INTO counters (key, next) VALUES ($key, $next) ON CONFLICT (key) DO UPDATE SET next = $next", "$key", "$next");
        Measure();
    }

    /// <summary>Bytes of the file that are in use.</summary>
    public long Size => Interlocked.Read(ref size);

    /// <exception cref="KinesisStoreException">The file is damaged or cannot be written.</exception>
    public static RecordFile Open(string path)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
            Execute(connection, Schema);
            return new(path, connection);
        }
        catch (SqliteException error)
        {
            connection?.Dispose();
            throw KinesisStoreException.Of(path, "opened", error);
        }
    }

    public IReadOnlyList<T> Documents<T>(string table, Func<byte[], T> parse) =>
        Query($"SELECT document FROM {table}", [], row => parse(row.GetFieldValue<byte[]>(0)));

    public IReadOnlyDictionary<long, long> Counters() =>
        Query("SELECT key, next FROM counters", [], row => KeyValuePair.Create(row.GetInt64(0), row.GetInt64(1))).ToDictionary();

    /// <summary>Writes records and the counters that they moved.</summary>
    public Task AppendAsync(IReadOnlyList<TakenRecord> records, IReadOnlyList<(long Key, long Next)> counters) => Enqueue(batch =>
    {
        foreach (var taken in records)
        {
            if (!batch.Records.TryGetValue(taken.Shard, out var shard))
            {
                batch.Records.Add(taken.Shard, shard = []);
            }

            shard.Add(taken.Record);
        }

        foreach (var (key, next) in counters)
        {
            batch.Counters[key] = next;
        }
    });

    public Task SaveAsync(StreamDocument stream)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(stream, StoreJson.Default.StreamDocument);
        return RunAsync("INSERT INTO streams (name, document) VALUES ($a, $b) ON CONFLICT (name) DO UPDATE SET document = $b", stream.Name, json);
    }

    /// <summary>Runs a statement with the parameters $a, $b, $c.</summary>
    public Task RunAsync(string sql, params object[] parameters) => Enqueue(batch => batch.Statements.Add((sql, parameters)));

    /// <summary>The records of a shard from an index on, oldest first; read as they are asked for.</summary>
    /// <exception cref="KinesisStoreException">The file is damaged.</exception>
    public IEnumerable<Record> Read(long shard, long fromIndex)
    {
        using var lease = Reading(() => new ReaderLease(this));
        using var command = lease.Connection.CreateCommand();
        command.CommandText = "SELECT records FROM blocks WHERE shard = $shard AND last >= $from ORDER BY last";
        command.Parameters.AddWithValue("$shard", shard);
        command.Parameters.AddWithValue("$from", fromIndex);
        using var rows = Reading(command.ExecuteReader);
        while (Reading(rows.Read))
        {
            foreach (var record in Reading(() => Block.Read(rows.GetFieldValue<byte[]>(0))))
            {
                if (record.Index >= fromIndex)
                {
                    yield return record;
                }
            }
        }
    }

    /// <summary>The index of the first record that arrived at a time or later; null: there is none.</summary>
    public long? FirstAt(long shard, long arrived)
    {
        var found = Query(
            "SELECT records FROM blocks WHERE shard = $a AND arrived >= $b ORDER BY last LIMIT 1",
            [shard, arrived],
            row => Block.Read(row.GetFieldValue<byte[]>(0)).First(record => record.Arrived >= arrived).Index);
        return found is [var index] ? index : null;
    }

    /// <exception cref="KinesisStoreException">The file is damaged.</exception>
    public IReadOnlyList<T> Query<T>(string sql, object[] parameters, Func<SqliteDataReader, T> read) => Reading(() =>
    {
        using var lease = new ReaderLease(this);
        using var command = lease.Connection.CreateCommand();
        command.CommandText = sql;
        Bind(command, parameters);
        using var rows = command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
        {
            found.Add(read(rows));
        }

        return found;
    });

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is SqliteException or InvalidDataException)
        {
            throw KinesisStoreException.Of(path, "read", error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate)
        {
            isClosed = true;
            last = writer;
        }

        await last;
        foreach (var reader in idleReaders)
        {
            await reader.DisposeAsync();
        }

        await insertBlock.DisposeAsync();
        await setCounter.DisposeAsync();
        await writing.DisposeAsync();
    }

    private Task Enqueue(Action<Batch> add)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isClosed, this);
            add(pending);
            if (!isWriting)
            {
                isWriting = true;
                writer = Task.Run(WriteBatches);
            }

            return pending.Done.Task;
        }
    }

    private void WriteBatches()
    {
        while (Take() is { } batch)
        {
            try
            {
                Write(batch);
                batch.Done.SetResult();
            }
            catch (SqliteException error)
            {
                batch.Done.SetException(KinesisStoreException.Of(path, "written", error));
            }
        }
    }

    private Batch? Take()
    {
        lock (gate)
        {
            if (pending.IsEmpty)
            {
                isWriting = false;
                return null;
            }

            var batch = pending;
            pending = new();
            return batch;
        }
    }

    private void Write(Batch batch)
    {
        using var transaction = writing.BeginTransaction(deferred: false);
        foreach (var (shard, records) in batch.Records)
        {
            WriteBlocks(shard, records, transaction);
        }

        setCounter.Transaction = transaction;
        foreach (var (key, next) in batch.Counters)
        {
            setCounter.Parameters[0].Value = key;
            setCounter.Parameters[1].Value = next;
            setCounter.ExecuteNonQuery();
        }

        foreach (var (sql, parameters) in batch.Statements)
        {
            using var command = writing.CreateCommand();
            command.CommandText = sql;
            command.Transaction = transaction;
            Bind(command, parameters);
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                // incremental_vacuum works from row to row.
            }
        }

        transaction.Commit();
        Measure();
    }

    private void WriteBlocks(long shard, List<Record> records, SqliteTransaction transaction)
    {
        insertBlock.Transaction = transaction;
        foreach (var (i, record) in records.Index())
        {
            Block.Write(block, record);
            if (block.WrittenCount >= Block.Size || i == records.Count - 1)
            {
                insertBlock.Parameters[0].Value = shard;
                insertBlock.Parameters[1].Value = record.Index;
                insertBlock.Parameters[2].Value = record.Arrived;
                insertBlock.Parameters[3].Value = block.WrittenSpan.ToArray();
                insertBlock.ExecuteNonQuery();
                block.ResetWrittenCount();
            }
        }
    }

    private void Measure()
    {
        using var command = writing.CreateCommand();
        command.CommandText = "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
        Interlocked.Exchange(ref size, (long)command.ExecuteScalar()!);
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, EveryConnection);
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params IEnumerable<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new() { ParameterName = name });
        }

        return command;
    }

    private static void Bind(SqliteCommand command, object[] parameters)
    {
        foreach (var (i, value) in parameters.Index())
        {
            command.Parameters.AddWithValue($"${(char)('a' + i)}", value);
        }
    }

    private readonly struct ReaderLease : IDisposable
    {
        private readonly RecordFile file;

        public ReaderLease(RecordFile file)
        {
            this.file = file;
            lock (file.gate)
            {
                if (file.idleReaders is [.., var idle])
                {
                    file.idleReaders.RemoveAt(file.idleReaders.Count - 1);
                    Connection = idle;
                    return;
                }
            }

            Connection = Connect(file.path, SqliteOpenMode.ReadWrite);
        }

        public SqliteConnection Connection { get; }

        public void Dispose()
        {
            lock (file.gate)
            {
                file.idleReaders.Add(Connection);
            }
        }
    }

    /// <summary>The changes that one transaction writes.</summary>
    private sealed class Batch
    {
        public Dictionary<long, List<Record>> Records { get; } = [];

        public Dictionary<long, long> Counters { get; } = [];

        public List<(string Sql, object[] Parameters)> Statements { get; } = [];

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsEmpty => Records.Count == 0 && Counters.Count == 0 && Statements.Count == 0;
    }
}
