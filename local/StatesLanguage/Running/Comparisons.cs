using System.Diagnostics;
using StatesLanguage.Payloads;
using StatesLanguage.Results;

namespace StatesLanguage.Running;

/// <summary>The conditions of Choice rules in JSONPath. A value of another type than the operator's never holds.</summary>
internal static class Comparisons
{
    /// <exception cref="StateFailure">A path finds nothing, other than that of IsPresent.</exception>
    public static bool Holds(ChoiceCondition condition, PathEvaluator evaluator)
    {
        switch (condition)
        {
            case ChoiceCondition.And and:
                foreach (var part in and.Parts)
                {
                    if (!Holds(part, evaluator))
                    {
                        return false;
                    }
                }

                return true;
            case ChoiceCondition.Or or:
                foreach (var part in or.Parts)
                {
                    if (Holds(part, evaluator))
                    {
                        return true;
                    }
                }

                return false;
            case ChoiceCondition.Not not:
                return !Holds(not.Part, evaluator);
            case ChoiceCondition.Is { Kind: ValueKind.Present } present:
                return (evaluator.Find(present.Variable, out _) is not null) == present.Expected;
            case ChoiceCondition.Is kind:
                return IsOf(kind.Kind, Required(kind.Variable, evaluator)) == kind.Expected;
            case ChoiceCondition.Compares compares:
                return Holds(compares, evaluator);
            default:
                throw new UnreachableException($"No rule decides {condition.GetType().Name}.");
        }
    }

    private static bool Holds(ChoiceCondition.Compares compares, PathEvaluator evaluator)
    {
        var value = Required(compares.Variable, evaluator);
        var other = compares.Other is Template.Path path ? Required(path.Source, evaluator) : ((Template.Literal)compares.Other).Value;
        if (compares.Relation == Relation.Matches)
        {
            return value is JsonString text && other is JsonString pattern && Matches(text.Value, pattern.Value);
        }

        return Compare(compares.Type, value, other) is { } order && compares.Relation switch
        {
            Relation.Equal => order == 0,
            Relation.Less => order < 0,
            Relation.Greater => order > 0,
            Relation.LessOrEqual => order <= 0,
            Relation.GreaterOrEqual => order >= 0,
            _ => throw new UnreachableException($"No rule decides {compares.Relation}."),
        };
    }

    private static int? Compare(OperandType type, Json left, Json right) => (type, left, right) switch
    {
        (OperandType.Numeric, JsonNumber a, JsonNumber b) => a.Value.CompareTo(b.Value),
        (OperandType.String, JsonString a, JsonString b) => string.CompareOrdinal(a.Value, b.Value),
        (OperandType.Boolean, JsonBoolean a, JsonBoolean b) => a.Value.CompareTo(b.Value),
        (OperandType.Timestamp, JsonString a, JsonString b)
            when Timestamps.TryParse(a.Value, out (DateTimeOffset, int) first) && Timestamps.TryParse(b.Value, out (DateTimeOffset, int) second) =>
            first.CompareTo(second),
        _ => null,
    };

    private static bool IsOf(ValueKind kind, Json value) => kind switch
    {
        ValueKind.Null => value is JsonNull,
        ValueKind.Numeric => value is JsonNumber,
        ValueKind.String => value is JsonString,
        ValueKind.Boolean => value is JsonBoolean,
        ValueKind.Timestamp => value is JsonString text && Timestamps.TryParse(text.Value, out DateTimeOffset _),
        _ => throw new UnreachableException($"No rule decides {kind}."),
    };

    private static Json Required(JsonPath path, PathEvaluator evaluator) => evaluator.Find(path, out _)
        ?? throw StateFailure.Runtime($"Invalid path '{path}': The choice state's condition path references an invalid value.");

    /// <summary>The pattern's <c>*</c> stands for any text, <c>\*</c> for itself, <c>\\</c> for a backslash.</summary>
    internal static bool Matches(string text, string pattern)
    {
        var (t, p, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            var escaped = p + 1 < pattern.Length && pattern[p] == '\\' && pattern[p + 1] is ('*' or '\\');
            if (p < pattern.Length && !escaped && pattern[p] == '*')
            {
                (star, mark) = (p++, t);
            }
            else if (p < pattern.Length && pattern[escaped ? p + 1 : p] == text[t])
            {
                (p, t) = (p + (escaped ? 2 : 1), t + 1);
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }
}
