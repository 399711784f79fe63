using System.Buffers;

namespace Lake.Firehose;

/// <summary>Whole lines that arrived together.</summary>
/// <param name="Lines">The lines, each but perhaps the last with its <c>\n</c>.</param>
/// <param name="FirstLine">The number of the first, from 1.</param>
/// <param name="Count">The number of lines.</param>
/// <param name="Arrival">The time at which the lines arrived.</param>
/// <param name="Rented">The array under <paramref name="Lines"/>, when it goes back to the pool.</param>
internal sealed record LineBlock(ReadOnlyMemory<byte> Lines, long FirstLine, int Count, DateTimeOffset Arrival, byte[]? Rented) : IDisposable
{
    public void Dispose()
    {
        if (Rented is not null)
        {
            ArrayPool<byte>.Shared.Return(Rented);
        }
    }
}
