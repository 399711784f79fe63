namespace StatesLanguage;

/// <summary>One child execution of a map run.</summary>
/// <param name="MapRunArn">The run it belongs to.</param>
/// <param name="Index">The place of the child among the children, from 0: the order of the results.</param>
/// <param name="ExecutionArn">The child's own ARN.</param>
/// <param name="Name">The last part of its ARN.</param>
/// <param name="Type">STANDARD or EXPRESS.</param>
/// <param name="Items">The number of items on which the child works: more than one when they are batched.</param>
/// <param name="Input">The input with which the child starts.</param>
/// <param name="StartDate">The time at which the child started.</param>
public sealed record ChildExecution(
    string MapRunArn, int Index, string ExecutionArn, string Name, ExecutionType Type, int Items, Json Input,
    DateTimeOffset StartDate);
