using System.Text;

namespace Kinesis.Operations;

/// <summary>The place at which the next page of a list begins; it is valid for five minutes.</summary>
/// <param name="Created">Milliseconds since 1970.</param>
/// <param name="After">The last shard of the page before; null in a list of streams.</param>
internal sealed record PageToken(long Created, string Stream, string? After)
{
    private const int Lifetime = 300_000;

    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Created}/{Stream}/{After}"));

    /// <exception cref="KinesisException">It is none that was given out, or too old.</exception>
    public static PageToken Parse(string token, long now)
    {
        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length)
            || Encoding.UTF8.GetString(bytes, 0, length).Split('/') is not [var time, var stream, var after]
            || !long.TryParse(time, out var created))
        {
            throw KinesisException.Argument("NextToken is invalid.");
        }

        return now - created <= Lifetime
            ? new(created, stream, after.Length == 0 ? null : after)
            : throw new KinesisException("ExpiredNextTokenException", "The NextToken has expired: it is good for 300 seconds. List from the start again.");
    }
}
