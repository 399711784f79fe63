namespace DynamoDb;

/// <summary>A request that is refused, with the code and text DynamoDB answers.</summary>
public sealed class TableException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    internal static TableException Invalid(string message) => new("ValidationException", message);

    internal static TableException NoTable(string name) =>
        new("ResourceNotFoundException", $"Requested resource not found: Table: {name} not found");
}
