using JsonValues;
using StatesLanguage;

namespace Conformance;

/// <summary>One recorded case, as its file describes it.</summary>
internal sealed record Case(JsonObject File)
{
    public string Id => Text(File["id"])!;

    public ExecutionType Type => Text(File["type"]) == "EXPRESS" ? ExecutionType.Express : ExecutionType.Standard;

    /// <summary>The definition's text, which need not be JSON.</summary>
    public string Definition => File["definition"] is JsonString text ? text.Value : File["definition"]!.ToString();

    public Json Input => File["input"] ?? Json.Null;

    public JsonObject Mocks => File["mocks"] as JsonObject ?? JsonObject.Empty;

    public JsonObject Objects => File["s3"] as JsonObject ?? JsonObject.Empty;

    /// <summary>The definition is only checked.</summary>
    public bool IsValidation => File["validation"] is JsonObject;

    /// <summary>The execution was started by StartSyncExecution, of which only the recording's source tells.</summary>
    public bool IsSynchronous => Text(File["source"])?.Contains("test_express_sync", StringComparison.Ordinal) ?? false;

    public static Case Read(string file) => new((JsonObject)Json.Parse(System.IO.File.ReadAllBytes(file)));

    /// <summary>A value of the context object, such as Execution.Id.</summary>
    public string? Context(string owner, string name) =>
        Text((((File["context"] as JsonObject)?[owner]) as JsonObject)?[name]);

    public static string? Text(Json? value) => (value as JsonString)?.Value;
}
