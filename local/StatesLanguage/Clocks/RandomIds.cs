namespace StatesLanguage.Clocks;

internal static class RandomIds
{
    /// <summary>A version 4 UUID (RFC 9562) out of the given randomness.</summary>
    public static Guid NewUuid(this Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
