namespace Local.Faults;

/// <summary>A service of the trucks failed because it was asked to.</summary>
internal sealed class ServiceFault(string point, PassingError error) : Exception(
    $"{point} failed as --faults asked, with {error.Name}: {error.Cause} What was not dispatched is on the queue: run 'trucks' again.")
{
    /// <summary>Makes the call, or fails before or after it; once it has succeeded, the process may die.</summary>
    public static async Task<T> OrAsync<T>(FaultDecisions decisions, CrashPoints crashes, string service, string point, Func<Task<T>> call)
    {
        var fate = decisions.Next(point, "");
        var error = fate.Meets(service) ? fate.Of(PassingError.Of(service), "error") : null;
        if (error is { IsAfterEffect: false })
        {
            throw new ServiceFault(point, error);
        }

        var answer = await call();
        if (error is not null)
        {
            throw new ServiceFault(point, error);
        }

        crashes.Pass(point);
        return answer;
    }
}
