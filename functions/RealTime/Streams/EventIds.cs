using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RealTime.Streams;

/// <summary>Event ids as rows remember them: the first 8 bytes of the SHA-256 of the id's UTF-8, big-endian.</summary>
/// <remarks>
/// Two of 40,000 ids in a row share them with a probability of 4 in 10^11. No producer can guess an id that hides
/// another's event without trying some 10^19.
/// </remarks>
public static class EventIds
{
    public const int Longest = 128;

    public static ulong Hash(string id)
    {
        ArgumentNullException.ThrowIfNull(id);

        Span<byte> text = stackalloc byte[Longest * 3];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(id, text)], digest);

        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }
}
