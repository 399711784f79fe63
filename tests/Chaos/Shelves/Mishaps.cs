namespace Chaos.Shelves;

/// <summary>The fate of calls: one is lost before or after its effect, or the process dies and makes no further call.</summary>
internal sealed class Mishaps(Random random)
{
    // Of so many calls one is lost before its effect, one after it.
    private const int Calls = 8;

    public bool Happen { get; set; }

    /// <summary>Whether a process may die, which is only right where something is left to come back.</summary>
    public bool AreDeadly { get; init; }

    public bool IsDead { get; set; }

    public int Count { get; private set; }

    /// <exception cref="TimeoutException">The call's answer is lost, and perhaps its effect too.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        if (IsDead)
        {
            throw new TimeoutException();
        }

        var fate = Happen ? random.Next(Calls) : Calls;
        if (fate <= 1)
        {
            Count++;
            IsDead = AreDeadly && random.Next(2) == 0;
        }

        var answer = fate == 0 ? throw new TimeoutException() : await call();
        return fate == 1 ? throw new TimeoutException() : answer;
    }

    public Task CallAsync(Func<Task> call) => CallAsync(async () =>
    {
        await call();
        return true;
    });
}
