using System.Buffers;
using System.Text;
using Local.Storage;

namespace Local.StepFunctions;

/// <summary>
/// A file of JSON texts, one a line, appended as they come. A line is handed to the operating system whole, so that it
/// outlives this process; a part of one, after a power cut, is no line.
/// </summary>
internal sealed class LineFile : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream file;

    public LineFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        TornTail.SetAside(path, EndOfLastLine(path));
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        file.Seek(0, SeekOrigin.End);
    }

    public static IEnumerable<string> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var unfinished = new StringBuilder();
        var buffer = new char[16 * 1024];
        while (reader.Read(buffer) is > 0 and var count)
        {
            var rest = buffer.AsMemory(0, count);
            while (rest.Span.IndexOf('\n') is >= 0 and var newline)
            {
                yield return unfinished.Append(rest[..newline]).ToString();
                unfinished.Clear();
                rest = rest[(newline + 1)..];
            }

            unfinished.Append(rest);
        }
    }

    /// <param name="json">The JSON in UTF-8, without a raw newline.</param>
    public void Append(ReadOnlySpan<byte> json)
    {
        var rented = ArrayPool<byte>.Shared.Rent(json.Length + 1);
        var line = rented.AsSpan(0, json.Length + 1);
        json.CopyTo(line);
        line[^1] = (byte)'\n';
        lock (gate)
        {
            file.Write(line);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (file.CanWrite)
            {
                file.Flush(flushToDisk: true);
                file.Dispose();
            }
        }
    }

    private static long EndOfLastLine(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        Span<byte> one = stackalloc byte[1];
        for (var end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.Read(one) == 1 && one[0] == '\n')
            {
                return end;
            }
        }

        return 0;
    }
}
