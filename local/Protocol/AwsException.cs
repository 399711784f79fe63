namespace Local.Protocol;

/// <summary>A request that is refused, with the code and text AWS answers.</summary>
internal sealed class AwsException(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    /// <summary>The status code of the HTTP answer.</summary>
    public int Status { get; } = status;

    public static AwsException Missing(string member) => new(
        "ValidationException",
        $"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null");

    public static AwsException Invalid(string member, object value, string constraint) => new(
        "ValidationException",
        $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}");

    public static AwsException SlowDown() => new("ServiceUnavailableException", "Slow down.", 503);

    public static AwsException InvalidToken() => new("InvalidToken", "Invalid Token: 'Invalid token'");
}
