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
        CREATE TABLE IF NOT EXISTS items (
            name TEXT NOT NULL, partition TEXT NOT NULL, sort TEXT NOT NULL, item BLOB NOT NULL,
            index_partition TEXT, index_sort TEXT, expires INTEGER, PRIMARY KEY (name, partition, sort)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS items_by_index ON items (name, index_partition, index_sort) WHERE index_partition IS NOT NULL;
        CREATE INDEX IF NOT EXISTS items_by_expiry ON items (expires) WHERE expires IS NOT NULL;
        """;

    private static readonly TimeSpan ExpireEvery = TimeSpan.FromMinutes(1);

    private readonly string file;
    private readonly SqliteConnection connection;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly Dictionary<string, TableSchema> tables;

    // Kept, because preparing one takes as long as running it.
    private readonly SqliteCommand read;
    private readonly SqliteCommand write;
    private DateTimeOffset expiredAt;

    private TableStore(string file, SqliteConnection connection, TimeProvider clock, IEnumerable<TableSchema> tables)
    {
        (this.file, this.connection, this.clock) = (file, connection, clock);
        this.tables = tables.ToDictionary(table => table.Name);
        Execute(Schema);
        read = Command(
            "SELECT item FROM items WHERE name = $name AND partition = $partition AND sort = $sort",
            "$name", "$partition", "$sort");
        write = Command(
            """
            INSERT OR REPLACE INTO items (name, partition, sort, item, index_partition, index_sort, expires)
            VALUES ($name, $partition, $sort, $item, $indexPartition, $indexSort, $expires)
            """,
            "$name", "$partition", "$sort", "$item", "$indexPartition", "$indexSort", "$expires");
    }

    public IReadOnlyCollection<TableSchema> Tables => tables.Values;

    /// <param name="file">Made where there is none.</param>
    /// <exception cref="TableStoreException">It is damaged or cannot be written.</exception>
    public static TableStore Open(string file, TimeProvider clock, IEnumerable<TableSchema> tables)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return new(file, connection, clock, tables);
        }
        catch (SqliteException error)
        {
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
        connection.Dispose();
    }

    internal byte[]? Get(TableSchema table, ItemKey key) => Use(() => GetUnlocked(table, key));

    /// <summary>Puts each item whose condition holds, all in one transaction.</summary>
    internal IReadOnlyList<PutOutcome> Put(TableSchema table, IReadOnlyList<ConditionalPut> puts)
    {
        return Use<IReadOnlyList<PutOutcome>>(() =>
        {
            using var transaction = connection.BeginTransaction();
            read.Transaction = write.Transaction = transaction;
            try
            {
                var outcomes = puts.Select(put => PutUnlocked(table, put)).ToList();
                ExpireWhenDue();
                transaction.Commit();
                return outcomes;
            }
            finally
            {
                read.Transaction = write.Transaction = null;
            }
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

    private byte[]? GetUnlocked(TableSchema table, ItemKey key) =>
        Given(read, table.Name, key.Partition, key.Sort ?? "").ExecuteScalar() as byte[];

    private PutOutcome PutUnlocked(TableSchema table, ConditionalPut put)
    {
        var (item, condition) = put;
        var key = table.KeyOf(item);
        if (!condition.Holds(GetUnlocked(table, key) is { } bytes ? ItemJson.Read(bytes, condition.Attribute) : null))
        {
            return PutOutcome.Refused;
        }

        var (partition, sort) = table.Index is { } index ? (item.TextOrNull(index.PartitionKey), item.TextOrNull(index.SortKey)) : (null, null);
        var isIndexed = partition is not null && sort is not null;
        Given(
            write,
            table.Name,
            key.Partition,
            key.Sort ?? "",
            ItemJson.ToBytes(item),
            isIndexed ? partition! : DBNull.Value,
            isIndexed ? sort! : DBNull.Value,
            item.NumberOrNull(Attributes.ExpiresAt) is { } second ? (long)second : DBNull.Value).ExecuteNonQuery();
        return PutOutcome.Written;
    }

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
        command.ExecuteNonQuery();
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
