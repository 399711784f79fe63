using System.Buffers.Binary;
using System.IO.Compression;

namespace StatesLanguage.Maps;

/// <summary>
/// Unpacks gzip and misses what was cut off, which <see cref="GZipStream"/> takes for the end: the last member ends with the length of
/// what it holds (RFC 1952, 2.3.1, ISIZE). For an object of one member, as all tools write them; the length of several is not compared.
/// </summary>
internal sealed class WholeGzip(Stream packed, string name) : Stream
{
    private const int Trailer = 8;

    private readonly Tail tail = new(packed);
    private GZipStream? unpacked;
    private long length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Count(Unpacked.Read(buffer, offset, count), count);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await Unpacked.ReadAsync(buffer, cancellationToken), buffer.Length);
        }
        catch (InvalidDataException error)
        {
            throw new ItemReaderException($"The object {name} is no gzip, or a damaged one: {error.Message}");
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

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
            unpacked?.Dispose();
            tail.Dispose();
        }

        base.Dispose(disposing);
    }

    private GZipStream Unpacked => unpacked ??= new(tail, CompressionMode.Decompress);

    private int Count(int read, int asked)
    {
        length += read;
        if (read == 0 && asked > 0 && tail.Members == 1 && tail.Size != (uint)length)
        {
            throw new ItemReaderException(
                $"The object {name} ends before its gzip does: it was cut off, and what it still holds is not all of it. Write it again.");
        }

        return read;
    }

    /// <summary>Passes on what is packed, and keeps the last bytes of it.</summary>
    private sealed class Tail(Stream packed) : Stream
    {
        private static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8];

        private readonly byte[] last = new byte[Trailer];
        private long total;

        /// <summary>The apparent number of members, counted by the header with which each begins.</summary>
        public int Members { get; private set; } = 1;

        /// <summary>The length that the trailer says; null: there is no room for one.</summary>
        public uint? Size => total < Trailer ? null : BinaryPrimitives.ReadUInt32LittleEndian(last.AsSpan(4));

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Keep(buffer.AsSpan(offset, packed.Read(buffer, offset, count)));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await packed.ReadAsync(buffer, cancellationToken);
            return Keep(buffer.Span[..read]);
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
                packed.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Keep(ReadOnlySpan<byte> read)
        {
            // A member behind another begins as every gzip does: 1F 8B 08.
            if (read.Length > 3 && read[1..].IndexOf(Header) >= 0)
            {
                Members++;
            }

            total += read.Length;
            if (read.Length >= Trailer)
            {
                read[^Trailer..].CopyTo(last);
            }
            else
            {
                last.AsSpan(read.Length).CopyTo(last);
                read.CopyTo(last.AsSpan(Trailer - read.Length));
            }

            return read.Length;
        }
    }
}
