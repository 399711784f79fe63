using System.Globalization;
using System.Numerics;

namespace Kinesis.Shards;

/// <summary>
/// A record's place in its shard, in AWS's layout (version 2), 47 hexadecimal digits: 2 | second the shard was created, 9 |
/// last digit of the shard, 1 | index, 16 | 00 | second of the record, 9 | shard, 8 | 2. As a decimal number it has 56 digits.
/// </summary>
/// <param name="Created">Second since 1970 in which the shard was created.</param>
/// <param name="Index">Rises from record to record of a shard.</param>
/// <param name="Time">Second since 1970 in which the record came.</param>
/// <remarks>The layout, with the two older ones that are still read, was found by mhart/kinesalite, db/index.js.</remarks>
internal readonly record struct SequenceNumber(long Created, long Index, long Time, int Shard, int Version = 2)
{
    /// <summary>The index of a closed shard's last sequence number.</summary>
    public const long LastIndex = long.MaxValue;

    private const long LargestDate = 16_025_175_000;

    private static readonly BigInteger Two124 = BigInteger.Pow(2, 124);
    private static readonly BigInteger EndOfVersion0 = BigInteger.Pow(2, 129);
    private static readonly BigInteger Two185 = BigInteger.Pow(2, 185);
    private static readonly BigInteger End = Two185 * 3 / 2;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[24];
        bytes.Clear();
        var bits = new HighBits(bytes);
        bits.Add(2, 8);
        bits.Add((ulong)Created, 36);
        bits.Add((ulong)Shard & 15, 4);
        bits.Add((ulong)Index, 64);
        bits.Add(0, 8);
        bits.Add((ulong)Time, 36);
        bits.Add((ulong)(uint)Shard, 32);
        bits.Add(2, 4);

        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);
    }

    /// <returns>Null: AWS could not have given out this number.</returns>
    public static SequenceNumber? Parse(string text)
    {
        if (text.Length is 0 or > 129 || !BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        if (number < Two124)
        {
            number += Two124;
        }

        var hex = number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        var version = number < EndOfVersion0 ? 0 : number > Two185 && number < End ? Convert.ToInt32(hex[^1..], 16) : -1;
        return version switch
        {
            0 => ParseVersion0(hex),
            1 => new SequenceNumber(Field(hex, 1, 9), Field(hex, 36, 2), Field(hex, 13, 9), (int)Field(hex, 38, 8), 1),
            2 => ParseVersion2(hex),
            _ => null,
        };
    }

    private static SequenceNumber? ParseVersion0(string hex)
    {
        var created = Field(hex, 1, 9);
        return created >= LargestDate ? null : new SequenceNumber(created, 0, 0, (int)Field(hex, 28, 4), 0);
    }

    private static SequenceNumber? ParseVersion2(string hex)
    {
        var (created, index, shard) = (Field(hex, 1, 9), Field(hex, 11, 16), Field(hex, 38, 8));
        return hex.Length != 47 || created >= LargestDate || index < 0
            ? null
            : new SequenceNumber(created, index, Field(hex, 29, 9), (int)shard);
    }

    private static long Field(string hex, int start, int length) => (long)ulong.Parse(
        hex.AsSpan(Math.Min(start, hex.Length), Math.Max(0, Math.Min(length, hex.Length - start))) is { Length: > 0 } digits ? digits : "0",
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    // Fields from the highest bit down.
    private ref struct HighBits(Span<byte> target)
    {
        private readonly Span<byte> target = target;
        private int nibble;

        public void Add(ulong value, int bits)
        {
            for (var shift = bits - 4; shift >= 0; shift -= 4, nibble++)
            {
                target[nibble >> 1] |= (byte)(((value >> shift) & 15) << ((nibble & 1) == 0 ? 4 : 0));
            }
        }
    }
}
