using System.Collections.Immutable;
using StatesLanguage.Definition;

namespace StatesLanguage.Loading;

/// <summary>Reads the rules of a Choice state.</summary>
internal static class ChoiceLoader
{
    private static readonly HashSet<string> RuleFields = ["Next", "Comment", "Assign", "Output"];

    public static ImmutableArray<ChoiceRule> Read(DefinitionNode choices, QueryLanguage language)
    {
        if (!choices.Exists || !choices.IsArray())
        {
            return [];
        }

        if (!choices.Items.Any())
        {
            choices.Report("Array must have at least 1 element");
        }

        return [.. choices.Items.Where(item => item.IsObject()).Select((item, i) => Rule(item, i, language)).OfType<ChoiceRule>()];
    }

    private static ChoiceRule? Rule(DefinitionNode node, int index, QueryLanguage language)
    {
        node.Require("Next");
        var condition = language == QueryLanguage.Jsonata ? Expression(node, index) : Condition(node);
        return condition is null || node["Next"].Text() is not { } next ? null : new ChoiceRule(condition, next)
        {
            Output = TemplateLoader.Read(node["Output"], language, $"Choices[{index}]/Output"),
            Assign = DataFlowLoader.Assign(node, language, $"Choices[{index}]/Assign"),
        };
    }

    private static ChoiceCondition.Expression? Expression(DefinitionNode node, int index)
    {
        node.Require("Condition");
        var condition = node["Condition"];
        if (condition.Exists && condition.Value is not JsonBoolean && !TemplateLoader.IsExpression(condition.Value))
        {
            condition.Report("Value is not a valid JSONata expression");
        }

        var field = $"Choices[{index}]/Condition";
        return TemplateLoader.Read(condition, QueryLanguage.Jsonata, field) is { } template
            ? new ChoiceCondition.Expression(new Setting(field, template))
            : null;
    }

    private static ChoiceCondition? Condition(DefinitionNode node)
    {
        string[] kinds = ["And", "Or", "Not", "Variable"];
        if (kinds.Count(node.Has) > 1)
        {
            node.Report($"Exactly one of the fields [{string.Join(", ", kinds)}] is required");
            return null;
        }

        if (node.Has("And"))
        {
            return new ChoiceCondition.And(Parts(node["And"]));
        }

        if (node.Has("Or"))
        {
            return new ChoiceCondition.Or(Parts(node["Or"]));
        }

        if (node.Has("Not"))
        {
            return node["Not"].IsObject() && Part(node["Not"]) is { } part ? new ChoiceCondition.Not(part) : null;
        }

        node.Require("Variable");
        var variable = TemplateLoader.ReadPath(node["Variable"]) as Template.Path;
        var operators = node.Object.Select(member => member.Key).Where(name => name != "Variable" && !RuleFields.Contains(name)).ToList();
        if (operators.Count != 1)
        {
            node.Report("Exactly one comparison operator is required");
            return null;
        }

        return variable is null ? null : Comparison(node, operators[0], variable.Source);
    }

    private static ImmutableArray<ChoiceCondition> Parts(DefinitionNode node)
    {
        if (!node.IsArray())
        {
            return [];
        }

        if (!node.Items.Any())
        {
            node.Report("Array must have at least 1 element");
        }

        return [.. node.Items.Where(item => item.IsObject()).Select(Part).OfType<ChoiceCondition>()];
    }

    // Only a whole rule has a next state.
    private static ChoiceCondition? Part(DefinitionNode node)
    {
        if (node.Has("Next"))
        {
            node.Refuse("Next");
        }

        return Condition(node);
    }

    private static ChoiceCondition? Comparison(DefinitionNode rule, string name, JsonPath variable)
    {
        var operand = rule[name];
        if (ChoiceOperators.Kinds.TryGetValue(name, out var kind))
        {
            return new ChoiceCondition.Is(variable, kind, operand.Flag());
        }

        if (ChoiceOperators.Comparisons.TryGetValue(name, out var literal))
        {
            CheckType(operand, literal.Type);
            return new ChoiceCondition.Compares(variable, literal.Type, literal.Relation, new Template.Literal(operand.Value!));
        }

        if (name.EndsWith(ChoiceOperators.PathSuffix, StringComparison.Ordinal) &&
            ChoiceOperators.Comparisons.TryGetValue(name[..^ChoiceOperators.PathSuffix.Length], out var other) &&
            other.Relation != Relation.Matches)
        {
            return TemplateLoader.ReadPath(operand) is { } path
                ? new ChoiceCondition.Compares(variable, other.Type, other.Relation, path)
                : null;
        }

        rule.Refuse(name);
        return null;
    }

    private static void CheckType(DefinitionNode operand, OperandType type)
    {
        var (good, kind) = type switch
        {
            OperandType.Numeric => (operand.Value is JsonNumber, "a number"),
            OperandType.Boolean => (operand.Value is JsonBoolean, "a boolean"),
            OperandType.Timestamp => (operand.Value is JsonString { Value: var text } && Timestamps.TryParse(text, out DateTimeOffset _), "an RFC3339 timestamp"),
            _ => (operand.Value is JsonString, "a string"),
        };
        if (!good)
        {
            operand.Report($"Expected value of type {kind}");
        }
    }
}
