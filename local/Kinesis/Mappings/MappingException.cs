namespace Kinesis.Mappings;

/// <summary>A request about mappings that is refused, with the code and text Lambda answers.</summary>
public sealed class MappingException(int status, string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    /// <summary>The status code of the HTTP answer.</summary>
    public int Status { get; } = status;

    internal static MappingException Parameter(string message) => new(400, "InvalidParameterValueException", message);

    internal static MappingException Missing() => new(404, "ResourceNotFoundException", "The resource you requested does not exist.");
}
