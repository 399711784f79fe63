using Lake.Firehose;
using Lake.Reference;
using Lake.S3;
using Workflow;

namespace Lake.Import;

/// <summary>Takes files of readings, in the forms in which users have them, into a lake.</summary>
/// <param name="lake">The folder of the lake.</param>
/// <param name="stream">The lake's stream of readings.</param>
/// <param name="map">The expressions for columns that the files name or measure in another way.</param>
/// <param name="reference">Gives the file of a table of reference data, there or not; null: readings are not compared with it.</param>
/// <param name="standardInput">Opens what the file <c>-</c> stands for.</param>
/// <param name="clock">The clock of the readings' arrival.</param>
public sealed class ReadingImport(
    S3Folder lake, DeliveryStream stream, ColumnMap map, Func<string, string>? reference, Func<Stream> standardInput, TimeProvider clock)
{
    /// <summary>The name of standard input among the files.</summary>
    public const string StandardInput = "-";

    private const int SpoolBuffer = 64 * 1024;

    private readonly ReadingFile file = new(Readings, map, lake.TemporaryFolder);

    /// <summary>The table of readings.</summary>
    public static TableDefinition Readings => WorkflowFiles.Table("inventory");

    /// <summary>Takes one file, the whole of it or nothing.</summary>
    /// <param name="path">A file on this machine, or <see cref="StandardInput"/>.</param>
    /// <param name="cancellation">Stops it; nothing of the file is kept then.</param>
    /// <exception cref="IngestException">Nothing of the file can be taken.</exception>
    public async Task<ImportCounts> TakeAsync(string path, CancellationToken cancellation)
    {
        if (path == StandardInput)
        {
            return await TakeSpooledAsync(standardInput(), "standard input", cancellation);
        }

        if (Directory.Exists(path))
        {
            throw new IngestException($"{path}: this is a folder. Name the files in it, such as {path.TrimEnd('/')}/*.");
        }

        if (!File.Exists(path))
        {
            throw new IngestException($"{path}: there is no such file.");
        }

        await using (var opened = File.OpenRead(path))
        {
            if (!opened.CanSeek)
            {
                return await TakeSpooledAsync(opened, path, cancellation);
            }
        }

        return Take(path, path, cancellation);
    }

    // The beginning of a file shows its form, and DuckDB reads only files: what comes through a pipe is made one.
    private async Task<ImportCounts> TakeSpooledAsync(Stream input, string name, CancellationToken cancellation)
    {
        Directory.CreateDirectory(lake.TemporaryFolder);
        var spooled = Path.Combine(lake.TemporaryFolder, Path.GetRandomFileName());
        try
        {
            await SpoolAsync(input, spooled, cancellation);
            return Take(spooled, name, cancellation);
        }
        finally
        {
            File.Delete(spooled);
        }
    }

    // A read of a terminal or a pipe does not end when it is called off: it is left, and nobody looks at what it brings.
    private static async Task SpoolAsync(Stream input, string path, CancellationToken cancellation)
    {
        await using var copy = File.Create(path);
        var buffer = new byte[SpoolBuffer];
        while (await input.ReadAsync(buffer, cancellation).AsTask().WaitAsync(cancellation) is var read and > 0)
        {
            await copy.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }

    private ImportCounts Take(string path, string name, CancellationToken cancellation)
    {
        var (lines, unit) = file.Open(path, name, cancellation);
        using (lines)
        {
            var result = stream.Import(lines, name, clock.GetUtcNow(), cancellation);
            var written = result.Objects.Select(item => item.Uri).Where(uri => uri.Key.StartsWith(Readings.Prefix, StringComparison.Ordinal));
            return ImportCounts.Of(
                name, unit, result, reference is null ? ([], []) : new UnknownPlaces(lake, reference).InReadings([.. written], cancellation));
        }
    }
}
