namespace StatesLanguage;

/// <summary>One child execution of a map run.</summary>
/// <param name="MapRunArn">The run it belongs to.</param>
/// <param name="Index">Its place among the children, from 0: the order of the results.</param>
/// <param name="ExecutionArn">Its own ARN.</param>
/// <param name="Name">The last part of its ARN.</param>
/// <param name="Type">STANDARD or EXPRESS.</param>
/// <param name="Items">How many items it works on: more than one when they are batched.</param>
/// <param name="Input">What it starts with.</param>
/// <param name="StartDate">When it started.</param>
public sealed record ChildExecution(
    string MapRunArn, int Index, string ExecutionArn, string Name, ExecutionType Type, int Items, Json Input,
    DateTimeOffset StartDate);
