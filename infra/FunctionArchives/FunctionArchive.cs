using System.Buffers.Binary;
using System.IO.Compression;

namespace FunctionArchives;

/// <summary>A zip archive whose bytes depend on nothing but the names and contents of the files in it.</summary>
internal static class FunctionArchive
{
    // -rw-r--r--, in the half of the attributes that Unix reads.
    private const int ReadableFile = 0b1_000_000_110_100_100 << 16;

    // The earliest that a zip archive can hold.
    private static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs a folder with its subfolders.</summary>
    public static void Write(DirectoryInfo folder, Stream target)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            var files = folder.EnumerateFiles("*", SearchOption.AllDirectories)
                .Select(file => (File: file, Name: NameOf(file, folder)))
                .OrderBy(file => file.Name, StringComparer.Ordinal);
            foreach (var (file, name) in files)
            {
                Add(archive, file, name);
            }
        }

        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        MarkAsMadeOnUnix(bytes);
        target.Write(bytes);
    }

    private static string NameOf(FileInfo file, DirectoryInfo folder) =>
        Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/');

    private static void Add(ZipArchive archive, FileInfo file, string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Timestamp;
        entry.ExternalAttributes = ReadableFile;

        using var source = file.OpenRead();
        using var target = entry.Open();
        source.CopyTo(target);
    }

    // Each entry of the directory names the system that made the archive. It would differ between a laptop and a build
    // server, and Lambda heeds the permissions only where it is Unix.
    private static void MarkAsMadeOnUnix(Span<byte> archive)
    {
        const byte unix = 3;
        const int endRecordLength = 22, entryHeaderLength = 46;

        var end = archive[^endRecordLength..];
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        var position = BinaryPrimitives.ReadInt32LittleEndian(end[16..]);
        for (var i = 0; i < entries; i++)
        {
            var entry = archive[position..];
            entry[5] = unix;
            position += entryHeaderLength
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }
    }
}
