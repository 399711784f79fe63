
namespace StatesLanguage.Definition;

/// <summary>The names of the operators, each a product of the enumerations of <see cref="ChoiceCondition"/>.</summary>
internal static class ChoiceOperators
{
    public const string PathSuffix = "Path";

    private static readonly (string Suffix, Relation Relation)[] Relations =
    [
        ("Equals", Relation.Equal),
        ("LessThan", Relation.Less),
        ("GreaterThan", Relation.Greater),
        ("LessThanEquals", Relation.LessOrEqual),
        ("GreaterThanEquals", Relation.GreaterOrEqual),
    ];

    /// <summary>Comparisons by name, without <see cref="PathSuffix"/>.</summary>
    public static readonly Dictionary<string, (OperandType Type, Relation Relation)> Comparisons = All();

    public static readonly Dictionary<string, ValueKind> Kinds =
        Enum.GetValues<ValueKind>().ToDictionary(kind => "Is" + kind);

    private static Dictionary<string, (OperandType, Relation)> All()
    {
        var all = new Dictionary<string, (OperandType, Relation)>
        {
            ["BooleanEquals"] = (OperandType.Boolean, Relation.Equal),
            ["StringMatches"] = (OperandType.String, Relation.Matches),
        };
        foreach (var type in new[] { OperandType.String, OperandType.Numeric, OperandType.Timestamp })
        {
            foreach (var (suffix, relation) in Relations)
            {
                all.Add(type + suffix, (type, relation));
            }
        }

        return all;
    }
}
