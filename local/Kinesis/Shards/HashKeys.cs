using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Kinesis.Shards;

/// <summary>Places partition keys in the range of 128 bits that the shards share.</summary>
internal static class HashKeys
{
    public static UInt128 Of(ReadOnlySpan<byte> partitionKey)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // Kinesis routes by MD5; nothing is kept secret by it.
        MD5.HashData(partitionKey, hash);
#pragma warning restore CA5351
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <exception cref="KinesisException">It is more than 128 bits.</exception>
    public static UInt128 Explicit(string text) =>
        UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw KinesisException.Argument(
                $"Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {text}");

    public static string Text(UInt128 key) => key.ToString(CultureInfo.InvariantCulture);
}
