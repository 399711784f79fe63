using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Local.Sqs;

/// <summary>The MD5s by which a client checks that a message arrived as it was sent.</summary>
/// <remarks>Amazon SQS developer guide, "Calculating the MD5 message digest for message attributes".</remarks>
[SuppressMessage("Security", "CA5351", Justification = "The protocol asks for MD5; it guards against accidents only.")]
internal static class MessageDigest
{
    private const byte StringValue = 1;
    private const byte BinaryValue = 2;

    public static string OfBody(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));

    /// <returns>Null where there is no attribute.</returns>
    public static string? OfAttributes(IReadOnlyDictionary<string, MessageAttribute>? attributes)
    {
        if (attributes is not { Count: > 0 })
        {
            return null;
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var (name, attribute) in attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            Append(digest, Encoding.UTF8.GetBytes(name));
            Append(digest, Encoding.UTF8.GetBytes(attribute.DataType));
            digest.AppendData([attribute.BinaryValue is null ? StringValue : BinaryValue]);
            Append(digest, attribute.BinaryValue ?? Encoding.UTF8.GetBytes(attribute.StringValue ?? ""));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static void Append(IncrementalHash digest, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        digest.AppendData(length);
        digest.AppendData(bytes);
    }
}
