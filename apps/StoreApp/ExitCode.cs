namespace StoreApp;

/// <summary>What the process ends with, so that a script can tell apart what happened.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The command line is wrong, AWS said no, or readings were refused.</summary>
    public const int Refused = 1;

    public const int ExecutionFailed = 2;
    public const int ExecutionTimedOut = 3;
    public const int ExecutionAborted = 4;

    public const int Interrupted = 130;
}
