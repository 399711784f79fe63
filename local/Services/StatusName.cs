using StatesLanguage;

namespace Local.Services;

/// <summary>A status as AWS writes it.</summary>
internal static class StatusName
{
    public static string Of(ExecutionStatus status) =>
        status == ExecutionStatus.TimedOut ? "TIMED_OUT" : status.ToString().ToUpperInvariant();
}
