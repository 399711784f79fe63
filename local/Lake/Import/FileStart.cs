using System.IO.Compression;
using System.Text;
using Lake.Firehose;

namespace Lake.Import;

/// <summary>Tells by its first bytes what a file is.</summary>
/// <param name="Kind">The form of the file, beneath the compression.</param>
/// <param name="IsGzip">Whether the file is compressed with gzip.</param>
internal sealed record FileStart(FileKind Kind, bool IsGzip)
{
    private const int Length = 4096;

    private static readonly (byte[] Magic, string What)[] Others =
    [
        ("PK\u0003\u0004"u8.ToArray(), "a ZIP archive, as an Excel workbook is one. Unpack it, or save the sheet as CSV"),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed with Zstandard. Unpack it, or compress it with gzip"),
        ("BZh"u8.ToArray(), "compressed with bzip2. Unpack it, or compress it with gzip"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "compressed with xz. Unpack it, or compress it with gzip"),
        ("Obj\u0001"u8.ToArray(), "an Avro file. Convert it to Parquet"),
        ("ORC"u8.ToArray(), "an ORC file. Convert it to Parquet"),
        ([0xFF, 0xFE], "text in UTF-16. Save it as UTF-8"),
        ([0xFE, 0xFF], "text in UTF-16. Save it as UTF-8"),
    ];

    /// <param name="file">The file, which is read from its beginning and left there.</param>
    /// <param name="name">The file's name, as the user gave it.</param>
    /// <exception cref="IngestException">It is something that cannot be read; the message says what it looks like.</exception>
    public static FileStart Of(Stream file, string name)
    {
        var first = Read(file);
        file.Position = 0;
        if (first is not [0x1F, 0x8B, ..])
        {
            return new(KindOf(first, name), IsGzip: false);
        }

        try
        {
            using var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            var inner = Read(unpacked);
            file.Position = 0;
            return new(KindOf(inner, name), IsGzip: true);
        }
        catch (InvalidDataException error)
        {
            throw new IngestException($"{name}: this begins like a gzip file and cannot be unpacked: {error.Message}");
        }
    }

    private static byte[] Read(Stream stream)
    {
        var buffer = new byte[Length];
        return buffer[..stream.ReadAtLeast(buffer, Length, throwOnEndOfStream: false)];
    }

    private static FileKind KindOf(byte[] first, string name)
    {
        foreach (var (magic, what) in Others)
        {
            if (first.AsSpan().StartsWith(magic))
            {
                throw new IngestException($"{name}: this looks like {what}, and name it again.");
            }
        }

        if (first.AsSpan().StartsWith("PAR1"u8))
        {
            return FileKind.Parquet;
        }

        // Invalid bytes become U+FFFD, and a byte order mark goes.
        var text = Encoding.UTF8.GetString(first).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text switch
        {
            ['{', ..] or [] => FileKind.JsonLines,
            ['[', ..] => FileKind.JsonArray,
            ['<', ..] => throw new IngestException($"{name}: this looks like XML or HTML. Save the data as CSV or JSON Lines, and name it again."),
            _ => IsHeader(text, name) ? FileKind.Csv : FileKind.JsonLines,
        };
    }

    // A file that is called JSON is judged line by line, whatever stands in its first one.
    private static bool IsHeader(string text, string name) =>
        Path.GetExtension(name).ToLowerInvariant() is not (".jsonl" or ".ndjson" or ".json")
        && text.Split('\n')[0].IndexOfAny([',', ';', '\t', '|']) >= 0;
}
