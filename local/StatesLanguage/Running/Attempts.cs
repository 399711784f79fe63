using System.Collections.Immutable;

namespace StatesLanguage.Running;

/// <summary>Counts what the retriers of one visit of a state have used up.</summary>
internal sealed class Attempts(ImmutableArray<Retrier> retriers)
{
    private readonly int[] used = new int[retriers.Length];

    /// <summary>
    /// The time to wait before the next attempt; null when there is none. The first retrier that names the error decides,
    /// even when its own attempts are used up.
    /// </summary>
    public TimeSpan? Next(StatesError error, Random random)
    {
        for (var i = 0; i < retriers.Length; i++)
        {
            if (error.IsAmong(retriers[i].Errors))
            {
                return used[i] < retriers[i].MaxAttempts ? retriers[i].Delay(used[i]++, random) : null;
            }
        }

        return null;
    }
}
