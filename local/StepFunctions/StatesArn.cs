namespace Local.StepFunctions;

/// <summary>The names Step Functions gives things, in the account and Region of the local stage.</summary>
internal static class StatesArn
{
    private const string Prefix = "arn:aws:states:us-east-1:000000000000";

    public static string StateMachine(string name) => $"{Prefix}:stateMachine:{name}";

    public static string Execution(string stateMachine, string name) => $"{Prefix}:execution:{stateMachine}:{name}";

    /// <summary>An EXPRESS execution: its name may be used again, so that an id follows it.</summary>
    public static string Express(string stateMachine, string name, string id) => $"{Prefix}:express:{stateMachine}:{name}:{id}";

    public static string MapRun(string stateMachine, string label, string id) =>
        $"{Prefix}:mapRun:{stateMachine}/{label}:{id}";

    public static string ChildExecution(string stateMachine, string label, string name) =>
        Execution($"{stateMachine}/{label}", name);
}
