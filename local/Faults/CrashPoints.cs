using System.Collections.Concurrent;

namespace Local.Faults;

/// <summary>Ends the process where it was asked to, as <c>kill -9</c> does: nothing is tidied up.</summary>
internal sealed class CrashPoints(FaultSpec spec, Action die)
{
    private readonly ConcurrentDictionary<string, int> passed = new();

    public void Pass(string point)
    {
        if (spec.Crashes.TryGetValue(point, out var at) && passed.AddOrUpdate(point, 1, (_, before) => before + 1) == at)
        {
            die();
        }
    }
}
