using System.Text.Json;

namespace Local.Executions;

/// <summary>A status as AWS writes it: SUCCEEDED, TIMED_OUT.</summary>
internal static class ExecutionStatusText
{
    public static string Of(ExecutionStatus status) => JsonSerializer.SerializeToElement(status).GetString()!;
}
