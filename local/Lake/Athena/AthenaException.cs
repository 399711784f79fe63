namespace Lake.Athena;

/// <summary>Athena refuses a request: no query was started, or none of that id is known.</summary>
/// <param name="code">The API's error: <c>InvalidRequestException</c> or <c>TooManyRequestsException</c>.</param>
/// <param name="message">A sentence that says what is wrong.</param>
public sealed class AthenaException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    internal static AthenaException InvalidRequest(string message) => new("InvalidRequestException", message);

    internal static AthenaException TooManyQueries() => new(
        "TooManyRequestsException",
        "You have exceeded the limit for the number of queries you can run concurrently. Reduce the number of concurrent queries.");
}
