using System.Diagnostics;
using System.Text;
using Chaos.Runs;
using Lake.S3;
using Local.Athena;
using Local.Names;
using Local.Services;

namespace Chaos.Warehouse;

/// <summary>
/// The statements of a load once more, by PostgreSQL, whose SQL Redshift's comes from: all of them but COPY, in whose place
/// the same rows are put. Both must end with the same tables.
/// </summary>
public sealed class PostgresTests
{
    private const string Sums =
        "SELECT count(*), count(DISTINCT event_id), sum(on_hand), sum(target_level), min(event_id), max(event_id), min(recorded_at), max(recorded_at) FROM inventory";

    private const string Books = "SELECT file_set, table_name, files, bytes, rows_read, rows_without_id, rows_merged FROM loads ORDER BY file_set, table_name";

    [Fact]
    public async Task PostgreSQL_ends_with_the_same_tables()
    {
        using var postgres = Postgres.Find();
        Assert.SkipWhen(postgres is null, "PostgreSQL is not on this machine, or cannot be started by this user.");
        using var site = await Site.CreateAsync(stores: 4, products: 10);
        await using var stage = new WarehouseSite(site, 1).Open();
        await WarehouseSite.LoadAsync(stage, "first");
        WarehouseSite.Deliver(stage, "e", 0, 100, hour: 9);
        var copied = new List<string> { await ExportAsync(stage, "WHERE event_id NOT LIKE 'e-%' OR event_id IS NULL", postgres!.Folder, 0) };
        await WarehouseSite.LoadAsync(stage, "second");
        copied.Add(await ExportAsync(stage, "WHERE event_id LIKE 'e-%'", postgres.Folder, 1));
        WarehouseSite.Deliver(stage, "e", 50, 100, hour: 10);
        await WarehouseSite.LoadAsync(stage, "third");
        copied.Add(await ExportAsync(stage, "WHERE event_id LIKE 'e-%' AND recorded_at = TIMESTAMP '2026-11-20 10:00:00'", postgres.Folder, 2));

        var script = new StringBuilder("CREATE FUNCTION getdate() RETURNS timestamp LANGUAGE sql AS 'SELECT clock_timestamp()::timestamp';\n");
        foreach (var batch in stage.Warehouse.List().Reverse().Where(statement => statement.Request.IsBatch))
        {
            script.Append("BEGIN;\n");
            foreach (var sql in batch.Request.Sqls)
            {
                script.Append(sql.StartsWith("COPY", StringComparison.Ordinal) ? $"\\copy staging FROM '{Next(copied)}' CSV HEADER\n" : $"{sql};\n");
            }

            script.Append("COMMIT;\nDISCARD TEMP;\n");
        }

        postgres.Run(script.ToString());

        Assert.Empty(copied);
        Assert.Equal(Text(await WarehouseSite.AskAsync(stage, Sums)), postgres.Run($"{Sums};"));
        Assert.Equal(Text(await WarehouseSite.AskAsync(stage, Books)), postgres.Run($"{Books};"));
    }

    private static string Next(List<string> files)
    {
        var first = files[0];
        files.RemoveAt(0);
        return first;
    }

    private static string Text(IReadOnlyList<IReadOnlyList<string>> rows) => string.Concat(rows.Select(row => $"{string.Join('|', row)}\n"));

    // As Athena writes it: NULL is nothing at all, an empty text two quotes. PostgreSQL reads it so.
    private static async Task<string> ExportAsync(Stage stage, string where, string folder, int number)
    {
        var columns = string.Join(", ", Workflow.WorkflowFiles.Table("inventory").Columns.Select(column => column.Name));
        var started = await stage.Athena.StartAsync(new($"SELECT {columns} FROM inventory {where}", AthenaWorkGroup.Location) { Database = LocalNames.Database });
        var ended = await stage.Athena.WaitAsync(started.QueryExecutionId, TestContext.Current.CancellationToken);
        var file = Path.Combine(folder, $"rows-{number}.csv");
        File.Copy(stage.Lake.PathOf(S3Uri.Parse(ended.OutputLocation)), file);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        }

        return file;
    }

    /// <summary>A server of its own on a socket in a folder of its own, gone afterwards.</summary>
    private sealed class Postgres : IDisposable
    {
        // Of the Debian packages, beside the path.
        private const string DebianFolder = "/usr/lib/postgresql";

        // PostgreSQL refuses to be run by root.
        private const string Nobody = "nobody";

        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("postgres-");
        private readonly string programs;

        private Postgres(string programs)
        {
            this.programs = programs;
            if (Environment.IsPrivilegedProcess)
            {
                Start("chown", Nobody, Folder);
            }

            AsServer("initdb", "-D", Data, "-A", "trust", "--no-locale", "-E", "UTF8", "-U", Nobody, "--no-sync");
            AsServer("pg_ctl", "-D", Data, "-o", $"-c listen_addresses= -k {Folder} -F", "-w", "-l", Path.Combine(Folder, "log"), "start");
        }

        public string Folder => folder.FullName;

        private string Data => Path.Combine(Folder, "data");

        public static Postgres? Find()
        {
            var places = (Directory.Exists(DebianFolder) ? Directory.EnumerateDirectories(DebianFolder).Select(version => Path.Combine(version, "bin")) : [])
                .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
            return OperatingSystem.IsLinux()
                && places.FirstOrDefault(place => File.Exists(Path.Combine(place, "initdb")) && File.Exists(Path.Combine(place, "psql"))) is { } programs
                && (!Environment.IsPrivilegedProcess || File.Exists("/usr/sbin/runuser"))
                    ? new(programs)
                    : null;
        }

        /// <summary>Runs statements, and stops at the first that fails.</summary>
        /// <returns>Rows, a line each, their values between bars.</returns>
        public string Run(string script)
        {
            var file = Path.Combine(Folder, "script.sql");
            File.WriteAllText(file, script);
            return Start(Path.Combine(programs, "psql"), "-h", Folder, "-U", Nobody, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-qAt", "-f", file);
        }

        public void Dispose()
        {
            AsServer("pg_ctl", "-D", Data, "-m", "immediate", "stop");
            folder.Delete(recursive: true);
        }

        private void AsServer(string program, params string[] arguments)
        {
            string[] all = [Path.Combine(programs, program), .. arguments];
            if (Environment.IsPrivilegedProcess)
            {
                all = ["/usr/sbin/runuser", "-u", Nobody, "--", .. all];
            }

            Start(all[0], all[1..]);
        }

        private static string Start(string program, params string[] arguments)
        {
            // The server keeps what it was started with open: its output is not waited for.
            var isServer = arguments.Contains("start");
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = !isServer, RedirectStandardError = !isServer };
            using var process = Process.Start(start)!;
            var error = isServer ? null : process.StandardError.ReadToEndAsync();
            var output = isServer ? "" : process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended {process.ExitCode}: {error?.GetAwaiter().GetResult()}");
        }
    }
}
