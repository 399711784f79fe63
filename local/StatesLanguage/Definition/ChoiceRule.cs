using System.Collections.Immutable;

namespace StatesLanguage;

/// <summary>One entry of <c>Choices</c>.</summary>
public sealed record ChoiceRule(ChoiceCondition Condition, string Next)
{
    public Template? Output { get; init; }

    public Template? Assign { get; init; }
}

public abstract record ChoiceCondition
{
    private ChoiceCondition()
    {
    }

    public sealed record And(ImmutableArray<ChoiceCondition> Parts) : ChoiceCondition;

    public sealed record Or(ImmutableArray<ChoiceCondition> Parts) : ChoiceCondition;

    public sealed record Not(ChoiceCondition Part) : ChoiceCondition;

    /// <summary><c>NumericLessThanPath</c> and the like: a type, a relation, and where the other value comes from.</summary>
    public sealed record Compares(JsonPath Variable, OperandType Type, Relation Relation, Template Other) : ChoiceCondition;

    /// <summary><c>IsNull</c> and the like.</summary>
    public sealed record Is(JsonPath Variable, ValueKind Kind, bool Expected) : ChoiceCondition;

    /// <summary>JSONata's <c>Condition</c>.</summary>
    public sealed record Expression(Setting Condition) : ChoiceCondition;
}

public enum OperandType
{
    String,
    Numeric,
    Boolean,
    Timestamp,
}

public enum Relation
{
    Equal,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,

    /// <summary>Strings only: <c>*</c> stands for any text.</summary>
    Matches,
}

public enum ValueKind
{
    Null,
    Present,
    Numeric,
    String,
    Boolean,
    Timestamp,
}
