using JsonValues;
using Local.Protocol;

namespace Local.StepFunctions;

/// <summary>Why something is to fail, as StopExecution and SendTaskFailure take it.</summary>
/// <remarks>https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html and API_SendTaskFailure.html.</remarks>
internal static class FailureMembers
{
    private const int LongestError = 256;
    private const int LongestCause = 32_768;

    /// <exception cref="AwsException">It is longer than 256 characters.</exception>
    public static string? ErrorName(this JsonObject request) => request.TextOrNull("error", LongestError);

    /// <exception cref="AwsException">It is longer than 32,768 characters.</exception>
    public static string? Cause(this JsonObject request) => request.TextOrNull("cause", LongestCause);
}
