namespace Local.Sqs;

/// <summary>A request SQS refuses, with the code and text AWS answers.</summary>
internal sealed class SqsException(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    /// <summary>The status of the HTTP answer.</summary>
    public int Status { get; } = status;

    public static SqsException MissingParameter(string name) =>
        new("MissingParameter", $"The request must contain the parameter {name}.");

    public static SqsException InvalidValue(object value, string parameter, string reason) =>
        new("InvalidParameterValue", $"Value {value} for parameter {parameter} is invalid. Reason: {reason}");

    public static SqsException InvalidParameters(string reason) =>
        new("InvalidParameterValue", $"One or more parameters are invalid. Reason: {reason}");

    public static SqsException NoResource(string message) => new("ResourceNotFoundException", message, 404);

    public static SqsException NoSuchQueue() => new("QueueDoesNotExist", "The specified queue does not exist.");

    public static SqsException NotAReceiptHandle(string handle) =>
        new("ReceiptHandleIsInvalid", $"The input receipt handle \"{handle}\" is not a valid receipt handle.");
}
