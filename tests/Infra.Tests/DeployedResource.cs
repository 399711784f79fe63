using System.Text.Json.Nodes;

namespace Infra.Tests;

/// <summary>A resource as the program asked for it.</summary>
/// <param name="Type">Pulumi's token, such as <c>aws:s3/bucket:Bucket</c>.</param>
internal sealed record DeployedResource(string Type, string Name, JsonObject Inputs)
{
    /// <summary>By what others know it: its id, ARN, URL.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    public bool IsComponent => Type.StartsWith("streaming-analytics:", StringComparison.Ordinal);

    /// <summary>Such as <c>s3/Bucket</c>.</summary>
    public string ShortType => $"{Type.Split(':')[1].Split('/')[0]}/{Type.Split(':')[^1]}";

    /// <summary>An input by its path, such as <c>versioningConfiguration.status</c>; null where it is not set.</summary>
    public JsonNode? this[string path] =>
        path.Split('.').Aggregate((JsonNode?)Inputs, (node, step) => node switch
        {
            JsonObject members => members[step],
            JsonArray items => items[int.Parse(step, null)],
            _ => null,
        });

    public string? Text(string path) => this[path]?.ToString();

    public double? Number(string path) => this[path]?.GetValue<double>();

    public bool? Flag(string path) => this[path]?.GetValue<bool>();

    /// <summary>An input that is a JSON document in itself.</summary>
    public JsonObject Document(string path) => JsonNode.Parse(Text(path)!)!.AsObject();

    /// <summary>The statements of a policy among the inputs.</summary>
    public IReadOnlyList<PolicyStatement> Statements(string path) =>
        [.. Document(path)["Statement"]!.AsArray().Select(statement => new PolicyStatement(statement!.AsObject()))];

    public override string ToString() => $"{ShortType} {Name}";
}
