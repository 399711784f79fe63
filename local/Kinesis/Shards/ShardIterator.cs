using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kinesis.Shards;

/// <summary>A place to read a shard from, good for five minutes.</summary>
/// <param name="Created">Milliseconds since 1970.</param>
/// <param name="Position">The sequence number of the record to read next, or one before it.</param>
internal sealed record ShardIterator(long Created, string Stream, int Shard, SequenceNumber Position)
{
    /// <summary>The milliseconds for which an iterator can be used.</summary>
    public const int Lifetime = 300_000;

    // Eight bytes and then blocks of 16, as AWS's are. The key hides nothing: it only keeps clients from reading what is inside.
    private static readonly byte[] Prefix = [0, 0, 0, 0, 0, 0, 0, 1];
    private static readonly byte[] Key = SHA256.HashData("shard iterator"u8);
    private static readonly byte[] Vector = Key[..16];
    private static readonly string Filling = new('0', 36);

    public override string ToString()
    {
        using var aes = Aes.Create();
        aes.Key = Key;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Created:D14}/{Stream}/{ShardId.Of(Shard)}/{Position}/{Filling}");
        return Convert.ToBase64String([.. Prefix, .. aes.EncryptCbc(Encoding.UTF8.GetBytes(text), Vector)]);
    }

    /// <exception cref="KinesisException">It is none that was given out.</exception>
    public static ShardIterator Parse(string text)
    {
        // Some clients send the quotes of the JSON that they got it in.
        var base64 = text.Length > 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
        var bytes = new byte[base64.Length];
        if (Convert.TryFromBase64String(base64, bytes, out var length)
            && length is >= 152 and <= 280
            && bytes.AsSpan(0, Prefix.Length).SequenceEqual(Prefix)
            && Decrypt(bytes.AsSpan(Prefix.Length, length - Prefix.Length)) is { } inner
            && inner.Split('/') is [var created, var stream, var shard, var position, _]
            && long.TryParse(created, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && ShardId.Parse(shard) is { } number
            && SequenceNumber.Parse(position) is { } place)
        {
            return new(milliseconds, stream, number, place);
        }

        throw KinesisException.Argument("Invalid ShardIterator.");
    }

    /// <exception cref="KinesisException">It was made more than five minutes ago.</exception>
    public void CheckAge(DateTimeOffset now)
    {
        if (now.ToUnixTimeMilliseconds() - Created > Lifetime)
        {
            throw new KinesisException("ExpiredIteratorException", string.Create(
                CultureInfo.InvariantCulture,
                $"Iterator expired. The iterator was created at time {Time(DateTimeOffset.FromUnixTimeMilliseconds(Created))} while right now it is {Time(now)} which is further in the future than the tolerated delay of {Lifetime} milliseconds."));
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);

    private static string? Decrypt(ReadOnlySpan<byte> blocks)
    {
        using var aes = Aes.Create();
        aes.Key = Key;
        try
        {
            return Encoding.UTF8.GetString(aes.DecryptCbc(blocks, Vector));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
