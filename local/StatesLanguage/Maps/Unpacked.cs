using System.IO.Compression;
using ZstdSharp;

namespace StatesLanguage.Maps;

/// <summary>
/// Unpacks an object to its very end, or fails: what is cut off, damaged or followed by something else is an error and never fewer rows.
/// </summary>
/// <remarks>Step Functions takes gzip and ZSTD (developer guide, ItemReader), which an object's name tells.</remarks>
internal sealed class Unpacked : Stream
{
    private readonly EndMark source;
    private readonly Stream content;
    private readonly string name;
    private readonly string format;
    private readonly int withheld;

    // What was unpacked and not yet handed on: at its end may stand the mark of the whole gzip.
    private readonly byte[] held = new byte[64 * 1024];
    private int start;
    private int end;
    private bool isAtEnd;

    private Unpacked(EndMark source, Stream content, string name, string format, int withheld) =>
        (this.source, this.content, this.name, this.format, this.withheld) = (source, content, name, format, withheld);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <param name="stored">The object's bytes; closed with what is returned.</param>
    /// <param name="key">Its key, whose ending tells how it is packed.</param>
    /// <param name="name">Its name for errors.</param>
    public static Stream Open(Stream stored, string key, string name) => Path.GetExtension(key).ToUpperInvariant() switch
    {
        ".GZ" => OfGzip(new(stored, EndMark.Member), name),
        ".ZST" or ".ZSTD" => OfZstd(new(stored, []), name),
        _ => stored,
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }

        while (!isAtEnd && end - start <= withheld)
        {
            held.AsSpan(start, end - start).CopyTo(held);
            (start, end) = (0, end - start);
            var read = await UnpackAsync(cancellationToken);
            isAtEnd = read == 0;
            end += read;
        }

        if (isAtEnd && (source.IsEmpty || !held.AsSpan(start, end - start).EndsWith(EndMark.Content[..withheld])))
        {
            throw CutOff();
        }

        var count = Math.Min(buffer.Length, end - start - withheld);
        held.AsMemory(start, count).CopyTo(buffer);
        start += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Unpacked OfGzip(EndMark source, string name) =>
        new(source, new GZipStream(source, CompressionMode.Decompress), name, "gzip", EndMark.Content.Length);

    // Its reader knows a frame that is cut off by itself. It goes on in threads of its own when it is awaited, so it is not.
    private static Unpacked OfZstd(EndMark source, string name) =>
        new(source, new DecompressionStream(source, checkEndOfStream: true, leaveOpen: false), name, "ZSTD", withheld: 0);

    private async ValueTask<int> UnpackAsync(CancellationToken cancellation)
    {
        try
        {
            return content is DecompressionStream ? content.Read(held.AsSpan(end)) : await content.ReadAsync(held.AsMemory(end), cancellation);
        }
        catch (EndOfStreamException)
        {
            throw CutOff();
        }
        catch (Exception error) when (error is InvalidDataException or ZstdException)
        {
            throw new ItemReaderException($"The object {name} is no {format}, or a damaged one: {error.Message}");
        }
    }

    private ItemReaderException CutOff() => new(
        $"The object {name} ends before its {format} does, or goes on behind it: what it holds is not all of it, or not {format} alone. Write it again.");

    /// <summary>
    /// An object with more behind it: to a gzip object one more member. Members follow one another (RFC 1952, 2.2), so that what is unpacked ends with that
    /// member's content when the object's own last member is whole; <see cref="GZipStream"/> alone takes a cut for the end.
    /// </summary>
    private sealed class EndMark(Stream stored, byte[] more) : Stream
    {
        /// <summary>It is packed in codes that are no whole bytes, so that no stored block can hold it as it is.</summary>
        public static ReadOnlySpan<byte> Content => "the object was whole, whole, whole"u8;

        public static readonly byte[] Member = Packed();

        private int marked;

        /// <summary>Whether the object has no byte, and so is packed in no way.</summary>
        public bool IsEmpty { get; private set; } = true;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Mark(buffer.AsSpan(offset, count), stored.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await stored.ReadAsync(buffer, cancellationToken);
            return Mark(buffer.Span, read);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stored.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Mark(Span<byte> buffer, int read)
        {
            if (read > 0 || IsEmpty)
            {
                IsEmpty = read == 0;
                return read;
            }

            var count = Math.Min(buffer.Length, more.Length - marked);
            more.AsSpan(marked, count).CopyTo(buffer);
            marked += count;
            return count;
        }

        private static byte[] Packed()
        {
            using var member = new MemoryStream();
            using (var gzip = new GZipStream(member, CompressionLevel.Optimal))
            {
                gzip.Write(Content);
            }

            return member.ToArray();
        }
    }
}
