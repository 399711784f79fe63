using System.Text.Json;
using StatesLanguage.Jsonata;
using StatesLanguage.Loading;

namespace StatesLanguage;

/// <summary>Reads a definition and reports everything that is wrong with it.</summary>
public static class DefinitionLoader
{
    private static readonly HashSet<string> MachineFields =
        ["Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage"];

    /// <param name="text">The definition.</param>
    /// <param name="type">The type of executions; EXPRESS does not allow everything that STANDARD allows.</param>
    public static LoadedDefinition Load(string text, ExecutionType type = ExecutionType.Standard)
    {
        var notes = new LoadNotes();
        Json? json = null;
        try
        {
            json = Json.Parse(text);
        }
        catch (JsonException exception)
        {
            notes.Findings.Add(InvalidJson(text, exception));
        }

        var machine = json is null ? null : Read(new DefinitionNode(json, "", notes), type);
        Check(notes);
        return machine is not null && notes.Findings.Count == 0
            ? new LoadedDefinition.Valid(machine)
            : new LoadedDefinition.Invalid([.. notes.Findings]);
    }

    private static void Check(LoadNotes notes)
    {
        var problems = JsonataChecker.Check([.. notes.Expressions.Select(expression => expression.Text)]);
        foreach (var ((node, _), problem) in notes.Expressions.Zip(problems))
        {
            switch (problem)
            {
                case JsonataProblem.Unreadable(var message):
                    node.Report($"Value is not a valid JSONata expression: {message}");
                    break;
                case JsonataProblem.TopLevelReference(var name):
                    node.Report($"Reference to '{name}' at the top level is not supported.", Finding.UnsupportedJsonata);
                    break;
            }
        }
    }

    private static StateMachine? Read(DefinitionNode node, ExecutionType type)
    {
        if (!node.IsObject())
        {
            return null;
        }

        node.Allow(MachineFields);
        var language = Language(node, QueryLanguage.JsonPath);
        var scope = new LoadScope { Type = type, Machine = language };
        if (node["Version"].Text() is { } version && version != "1.0")
        {
            node["Version"].Report("Value should be '1.0'");
        }

        var timeout = node["TimeoutSeconds"].Whole(1, 99_999_999);
        var flow = FlowLoader.Read(node, language, scope);
        VariableScopes.Check(node, []);
        return flow is null ? null : new StateMachine
        {
            Flow = flow,
            Type = type,
            Comment = node["Comment"].Text(),
            Timeout = timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            UsesJsonata = scope.UsesJsonata,
        };
    }

    /// <summary>The language of a machine or state, or the one it takes over.</summary>
    internal static QueryLanguage Language(DefinitionNode node, QueryLanguage outer) => node["QueryLanguage"].Text() switch
    {
        null => outer,
        "JSONPath" => QueryLanguage.JsonPath,
        "JSONata" => QueryLanguage.Jsonata,
        _ => Unknown(node, outer),
    };

    private static QueryLanguage Unknown(DefinitionNode node, QueryLanguage outer)
    {
        node["QueryLanguage"].Report("Value should be one of [JSONPath, JSONata]");
        return outer;
    }

    private static Finding InvalidJson(string text, JsonException exception)
    {
        var line = (exception.LineNumber ?? 0) + 1;
        var column = (exception.BytePositionInLine ?? 0) + 1;
        var place = $"[Source: (String)\"{text}\"; line: {line}, column: {column}]";
        return new Finding(Finding.InvalidJson, place, $"{JsonProblem.Of(text, exception)}\n at {place}");
    }
}

/// <summary>The facts about the whole machine that are known while its states are read.</summary>
internal sealed class LoadScope
{
    public required ExecutionType Type { get; init; }

    public required QueryLanguage Machine { get; init; }

    public bool UsesJsonata { get; set; }

    public HashSet<string> Names { get; } = [];

    public HashSet<string> Labels { get; } = [];
}
