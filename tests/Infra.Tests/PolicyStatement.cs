using System.Text.Json.Nodes;

namespace Infra.Tests;

internal sealed record PolicyStatement(JsonObject Json)
{
    public string Sid => Json[nameof(Sid)]!.ToString();

    public string Effect => Json[nameof(Effect)]!.ToString();

    public IReadOnlyList<string> Actions => All(Json["Action"]);

    public IReadOnlyList<string> Resources => All(Json["Resource"]);

    public bool IsForAnyone => Json["Principal"]?.ToString() == "*";

    public IReadOnlyList<string> Services => All((Json["Principal"] as JsonObject)?["Service"]);

    public JsonObject? Condition => Json[nameof(Condition)]?.AsObject();

    private static IReadOnlyList<string> All(JsonNode? node) => node switch
    {
        null => [],
        JsonArray items => [.. items.Select(item => item!.ToString())],
        _ => [node.ToString()],
    };
}
