namespace Local.StepFunctions;

/// <summary>A request Step Functions refuses, with the code and text AWS answers.</summary>
internal sealed class ExecutionException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    public static ExecutionException AlreadyExists(string arn) =>
        new("ExecutionAlreadyExists", $"Execution Already Exists: '{arn}'");

    public static ExecutionException DoesNotExist(string arn) =>
        new("ExecutionDoesNotExist", $"Execution Does Not Exist: '{arn}'");

    public static ExecutionException NotRedrivable(Execution execution) =>
        new("ExecutionNotRedrivable", $"Execution is not redrivable: {execution.WhyNotRedrivable}");

    public static ExecutionException InvalidName(string name) => new("InvalidName", $"Invalid Name: '{name}'");

    public static ExecutionException InvalidInput(string reason) =>
        new("InvalidExecutionInput", $"Invalid State Machine Execution Input: '{reason}'");

    public static ExecutionException LimitExceeded(int most) => new(
        "ExecutionLimitExceeded", $"The maximum number of running executions has been reached: {most}. Wait for one to end, or stop one.");
}
