using Local.Protocol;

namespace Local.StepFunctions;

/// <summary>The names Step Functions gives things, in the account and Region of the local stage.</summary>
internal static class StatesArn
{
    public static string StateMachine(string name) => LocalAccount.Arn("states", $"stateMachine:{name}");

    public static string Execution(string stateMachine, string name) => LocalAccount.Arn("states", $"execution:{stateMachine}:{name}");

    /// <summary>An EXPRESS execution: its name may be used again, so that an id follows it.</summary>
    public static string Express(string stateMachine, string name, string id) =>
        LocalAccount.Arn("states", $"express:{stateMachine}:{name}:{id}");
}
