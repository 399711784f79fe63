namespace StatesLanguage;

/// <summary>Writes a history to a stream, one JSON object a line.</summary>
public sealed class HistoryWriter(Stream stream) : IHistory, IDisposable
{
    private const int Chunk = 64 * 1024;

    private readonly Utf8Buffer buffer = new();

    public void Append(HistoryEvent happened)
    {
        HistoryJson.Write(happened, buffer);
        buffer.Write((byte)'\n');
        if (buffer.Length >= Chunk)
        {
            Drain();
        }
    }

    public void Flush()
    {
        Drain();
        stream.Flush();
    }

    public void Dispose()
    {
        Flush();
        buffer.Dispose();
    }

    private void Drain()
    {
        stream.Write(buffer.Written);
        buffer.Clear();
    }
}
