namespace StoreApp;

/// <summary>The exit codes of the process, by which a script can tell apart what happened.</summary>
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
