using Microsoft.Data.Sqlite;
using RealTime.Tables;

namespace DynamoDb;

/// <summary>
/// Tables of DynamoDB's shape in one SQLite file. What was answered outlives the process, killed or not; a power cut may take the
/// last moments (WAL, synchronous = NORMAL). Thread-safe.
/// </summary>
public sealed class TableStore : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -65536;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA journal_size_limit = 67108864;
        CREATE TABLE IF NOT EXISTS items (
            name TEXT NOT NULL, partition TEXT NOT NULL, sort TEXT NOT NULL, item BLOB NOT NULL,
            index_partition TEXT, index_sort TEXT, expires INTEGER, PRIMARY KEY (name, partition, sort));
        CREATE INDEX IF NOT EXISTS items_by_index ON items (name, index_partition, index_sort) WHERE index_partition IS NOT NULL;
        CREATE INDEX IF NOT EXISTS items_by_expiry ON items (expires) WHERE expires IS NOT NULL;
        """;

    // A thousand trucks have as many in three tables; a row of a minute is of a kilobyte or two.
    private const int MostRecent = 5_000;

    // Larger ones are the detectors' models, which are written once an hour.
    private const int MostRecentBytes = 16 * 1024;

    // Some 50 MB of changes.
    private const int CheckpointEvery = 20_000;

    private static readonly TimeSpan ExpireEvery = TimeSpan.FromMinutes(1);

    private readonly string file;
    private readonly SqliteConnection connection;
    private readonly SqliteConnection checkpoints;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly Dictionary<string, TableSchema> tables;

    // Nobody else has the file open: what is remembered is what it holds.
    private readonly RecentItems recent = new(MostRecent);

    // Kept, because preparing one takes as long as running it.
    private readonly SqliteCommand read;
    private readonly SqliteCommand write;
    private readonly SqliteCommand rewrite;
    private DateTimeOffset expiredAt;

    // As if there were enough, so that the first put has copied what a process left that was killed.
    private int written = CheckpointEvery;
    private Task checkpoint = Task.CompletedTask;

    private TableStore(
        string file, SqliteConnection connection, SqliteConnection checkpoints, TimeProvider clock, IEnumerable<TableSchema> tables)
    {
        (this.file, this.connection, this.checkpoints, this.clock) = (file, connection, checkpoints, clock);
        this.tables = tables.ToDictionary(table => table.Name);
        Execute(connection, Schema);
        read = Command(
            "SELECT item FROM items WHERE name = $name AND partition = $partition AND sort = $sort",
            "$name", "$partition", "$sort");
        write = Command(
            """
            INSERT OR REPLACE INTO items (name, partition, sort, item, index_partition, index_sort, expires)
            VALUES ($name, $partition, $sort, $item, $indexPartition, $indexSort, $expires)
            """,
            "$name", "$partition", "$sort", "$item", "$indexPartition", "$indexSort", "$expires");

        // Leaves the indexes alone.
        rewrite = Command(
            "UPDATE items SET item = $item WHERE name = $name AND partition = $partition AND sort = $sort",
            "$name", "$partition", "$sort", "$item");
    }

    public IReadOnlyCollection<TableSchema> Tables => tables.Values;

    /// <param name="file">Made where there is none.</param>
    /// <exception cref="TableStoreException">It is damaged or cannot be written.</exception>
    public static TableStore Open(string file, TimeProvider clock, IEnumerable<TableSchema> tables)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        var (connection, checkpoints) = (new SqliteConnection(address), new SqliteConnection(address));
        try
        {
            connection.Open();
            checkpoints.Open();
            return new(file, connection, checkpoints, clock, tables);
        }
        catch (SqliteException error)
        {
            checkpoints.Dispose();
            connection.Dispose();
            throw new TableStoreException(file, "opened", error);
        }
    }

    /// <summary>A table, as the functions use it.</summary>
    public ITable Table(TableSchema table) => new LocalTable(this, table);

    /// <exception cref="TableException">There is none of that name.</exception>
    public TableSchema Find(string name) => tables.GetValueOrDefault(name) ?? throw TableException.NoTable(name);

    public void Dispose()
    {
        read.Dispose();
        write.Dispose();
        rewrite.Dispose();
        Task.WaitAny(checkpoint);
        checkpoints.Dispose();
        connection.Dispose();
    }

    internal Item? Get(TableSchema table, ItemKey key) => GetAll(table, [key])[0];

    /// <summary>All of one moment.</summary>
    /// <returns>In the order of the keys, to be changed at will; null where the table has no such item.</returns>
    internal IReadOnlyList<Item?> GetAll(TableSchema table, IReadOnlyList<ItemKey> keys) =>
        Use(() => Remembered(table, keys)
            ?? InTransaction<IReadOnlyList<Item?>>(() => [.. keys.Select(key => Find(table, key)?.Copy())]));

    /// <summary>Puts each item whose condition holds, all in one transaction.</summary>
    internal IReadOnlyList<PutOutcome> Put(TableSchema table, IReadOnlyList<ConditionalPut> puts)
    {
        // Written as text before the gate, at which others wait.
        var written = puts.Select(put => (Put: put, Bytes: ItemJson.ToBytes(put.Item))).ToList();
        return InTransaction<IReadOnlyList<PutOutcome>>(() =>
        {
            CheckpointWhenDue(puts.Count);
            var outcomes = written.Select(item => PutUnlocked(table, item.Put, item.Bytes)).ToList();
            ExpireWhenDue();
            return outcomes;
        });
    }

    /// <summary>Reads items in the order of their keys.</summary>
    /// <param name="where">A condition on the columns, with parameters $p0, $p1 ….</param>
    /// <param name="order">The columns to sort by.</param>
    internal List<byte[]> Select(TableSchema table, string where, IReadOnlyList<string> parameters, string order, int most)
    {
        return Use(() =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT item FROM items WHERE name = $name AND {where} ORDER BY {order} LIMIT $most";
            command.Parameters.AddWithValue("$name", table.Name);
            command.Parameters.AddWithValue("$most", most);
            foreach (var (i, value) in parameters.Index())
            {
                command.Parameters.AddWithValue($"$p{i}", value);
            }

            using var rows = command.ExecuteReader();
            var found = new List<byte[]>();
            while (rows.Read())
            {
                found.Add(rows.GetFieldValue<byte[]>(0));
            }

            return found;
        });
    }

    internal long Count(TableSchema table)
    {
        return Use(() =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM items WHERE name = $name";
            command.Parameters.AddWithValue("$name", table.Name);
            return (long)command.ExecuteScalar()!;
        });
    }

    private T Use<T>(Func<T> work)
    {
        lock (gate)
        {
            try
            {
                return work();
            }
            catch (SqliteException error)
            {
                throw new TableStoreException(file, "used", error);
            }
        }
    }

    private T InTransaction<T>(Func<T> work) => Use(() =>
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        read.Transaction = write.Transaction = rewrite.Transaction = transaction;
        try
        {
            var result = work();
            transaction.Commit();
            return result;
        }
        catch
        {
            // What was remembered of it is not in the file.
            recent.Clear();
            throw;
        }
        finally
        {
            read.Transaction = write.Transaction = rewrite.Transaction = null;
        }
    });

    private Item? Find(TableSchema table, ItemKey key)
    {
        if (recent.Find(table, key) is { } held)
        {
            return held;
        }

        if (Given(read, table.Name, key.Partition, key.Sort ?? "").ExecuteScalar() is not byte[] bytes)
        {
            return null;
        }

        var item = ItemJson.Read(bytes);
        Remember(table, key, item, bytes.Length);
        return item;
    }

    private Item[]? Remembered(TableSchema table, IReadOnlyList<ItemKey> keys)
    {
        var items = new Item[keys.Count];
        foreach (var (i, key) in keys.Index())
        {
            if (recent.Find(table, key) is not { } item)
            {
                return null;
            }

            items[i] = item.Copy();
        }

        return items;
    }

    private PutOutcome PutUnlocked(TableSchema table, ConditionalPut put, byte[] bytes)
    {
        var (item, condition) = put;
        var key = table.KeyOf(item);
        var held = Find(table, key);
        if (!condition.Holds(held))
        {
            return PutOutcome.Refused;
        }

        var (indexed, expires) = (Indexed(table, item), item.NumberOrNull(Attributes.ExpiresAt));
        if (held is not null && indexed == Indexed(table, held) && expires == held.NumberOrNull(Attributes.ExpiresAt))
        {
            Given(rewrite, table.Name, key.Partition, key.Sort ?? "", bytes).ExecuteNonQuery();
        }
        else
        {
            Given(
                write,
                table.Name,
                key.Partition,
                key.Sort ?? "",
                bytes,
                indexed is null ? DBNull.Value : indexed.Value.Partition,
                indexed is null ? DBNull.Value : indexed.Value.Sort!,
                expires is { } second ? (long)second : DBNull.Value).ExecuteNonQuery();
        }

        Remember(table, key, item.Copy(), bytes.Length);
        return PutOutcome.Written;
    }

    private void Remember(TableSchema table, ItemKey key, Item item, int size)
    {
        if (size <= MostRecentBytes)
        {
            recent.Keep(table, key, item);
        }
        else
        {
            recent.Forget(table, key);
        }
    }

    /// <returns>The item's place in the table's index; null where it is not in one.</returns>
    private static ItemKey? Indexed(TableSchema table, Item item) =>
        table.Index is { } index && item.TextOrNull(index.PartitionKey) is { } partition && item.TextOrNull(index.SortKey) is { } sort
            ? new(partition, sort)
            : null;

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new() { ParameterName = name });
        }

        return command;
    }

    private static SqliteCommand Given(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }

    private void ExpireWhenDue()
    {
        var now = clock.GetUtcNow();
        if (now - expiredAt < ExpireEvery)
        {
            return;
        }

        expiredAt = now;
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM items WHERE expires < $now";
        command.Parameters.AddWithValue("$now", now.ToUnixTimeSeconds());
        if (command.ExecuteNonQuery() > 0)
        {
            recent.Clear();
        }
    }

    /// <summary>
    /// Has what the write-ahead log gathered copied into the file, most of it beside the puts: the disk may take a tenth of a second.
    /// Where the last copying failed, this fails, before anything is put.
    /// </summary>
    private void CheckpointWhenDue(int puts)
    {
        written += puts;
        if (written < CheckpointEvery || !checkpoint.IsCompleted)
        {
            return;
        }

        written = 0;
        checkpoint.GetAwaiter().GetResult();
        checkpoint = Task.Run(() =>
        {
            Execute(checkpoints, "PRAGMA wal_checkpoint(PASSIVE)");

            // The rest, while nothing is written, so that the log starts again from its beginning.
            Use(() => Execute(checkpoints, "PRAGMA wal_checkpoint(PASSIVE)"));
        });
    }

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
