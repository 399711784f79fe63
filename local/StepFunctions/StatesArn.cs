using Local.Protocol;

namespace Local.StepFunctions;

/// <summary>The names Step Functions gives things, in the account and Region of the local stage.</summary>
internal static class StatesArn
{
    public static string StateMachine(string name) => LocalAccount.Arn("states", $"stateMachine:{name}");

    public static string Activity(string name) => LocalAccount.Arn("states", $"activity:{name}");

    /// <exception cref="AwsException">It is no ARN.</exception>
    public static void Check(string arn)
    {
        if (!arn.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw new AwsException("InvalidArn", $"Invalid Arn: 'Invalid ARN prefix: {arn}'");
        }
    }

    public static string Execution(string stateMachine, string name) => LocalAccount.Arn("states", $"execution:{stateMachine}:{name}");

    /// <summary>An EXPRESS execution: its name may be used again, so that an id follows it.</summary>
    public static string Express(string stateMachine, string name, string id) =>
        LocalAccount.Arn("states", $"express:{stateMachine}:{name}:{id}");
}
