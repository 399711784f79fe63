using System.Text.RegularExpressions;

namespace StatesLanguage.Paths;

/// <summary>A condition on a candidate, as in <c>[?(@.price &lt; 10)]</c>.</summary>
internal abstract record PathFilter
{
    private PathFilter()
    {
    }

    /// <param name="candidate">The value of <c>@</c>.</param>
    /// <param name="root">The value of <c>$</c>.</param>
    public abstract bool Holds(Json candidate, Json root);

    public sealed record And(PathFilter Left, PathFilter Right) : PathFilter
    {
        public override bool Holds(Json candidate, Json root) => Left.Holds(candidate, root) && Right.Holds(candidate, root);
    }

    public sealed record Or(PathFilter Left, PathFilter Right) : PathFilter
    {
        public override bool Holds(Json candidate, Json root) => Left.Holds(candidate, root) || Right.Holds(candidate, root);
    }

    public sealed record Not(PathFilter Inner) : PathFilter
    {
        public override bool Holds(Json candidate, Json root) => !Inner.Holds(candidate, root);
    }

    public sealed record Exists(Operand Value) : PathFilter
    {
        public override bool Holds(Json candidate, Json root) => Value.Of(candidate, root) is not null;
    }

    public sealed record Compares(Operand Left, string Operator, Operand Right) : PathFilter
    {
        public override bool Holds(Json candidate, Json root)
        {
            var left = Left.Of(candidate, root);
            var right = Right.Of(candidate, root);
            return Operator switch
            {
                "==" => Equal(left, right),
                "!=" => !Equal(left, right),
                "<" => Order(left, right) < 0,
                "<=" => Order(left, right) <= 0,
                ">" => Order(left, right) > 0,
                ">=" => Order(left, right) >= 0,
                "in" => right is JsonArray among && left is not null && among.Contains(left),
                "nin" => right is JsonArray among && (left is null || !among.Contains(left)),
                "subsetof" => left is JsonArray part && right is JsonArray whole && part.All(whole.Contains),
                "anyof" => left is JsonArray some && right is JsonArray these && some.Any(these.Contains),
                "noneof" => left is JsonArray none && right is JsonArray these && !none.Any(these.Contains),
                "contains" => left switch
                {
                    JsonArray holder => right is not null && holder.Contains(right),
                    JsonString text => right is JsonString word && text.Value.Contains(word.Value, StringComparison.Ordinal),
                    _ => false,
                },
                "size" => right is JsonNumber size && Size(left) == size.Value,
                "empty" => right is JsonBoolean empty && Size(left) is { } count && (count == 0) == empty.Value,
                _ => false,
            };
        }

        private static bool Equal(Json? left, Json? right) => left is null ? right is null : left.Equals(right);

        private static int? Size(Json? value) => value switch
        {
            JsonArray array => array.Count,
            JsonString text => text.Value.Length,
            JsonObject owner => owner.Count,
            _ => null,
        };

        private static int? Order(Json? left, Json? right) => (left, right) switch
        {
            (JsonNumber a, JsonNumber b) => a.Value.CompareTo(b.Value),
            (JsonString a, JsonString b) => string.CompareOrdinal(a.Value, b.Value),
            _ => null,
        };
    }

    public sealed record Matches(Operand Value, Regex Pattern) : PathFilter
    {
        public override bool Holds(Json candidate, Json root) => Value.Of(candidate, root) is JsonString text && IsMatch(text.Value);

        // A pattern that tries every way to split a text would try for years.
        private bool IsMatch(string text)
        {
            try
            {
                return Pattern.IsMatch(text);
            }
            catch (RegexMatchTimeoutException)
            {
                return false;
            }
        }
    }

    internal abstract record Operand
    {
        private Operand()
        {
        }

        /// <summary>Null when there is no such value.</summary>
        public abstract Json? Of(Json candidate, Json root);

        public sealed record Literal(Json Value) : Operand
        {
            public override Json? Of(Json candidate, Json root) => Value;
        }

        public sealed record Path(bool FromRoot, JsonPath Way) : Operand
        {
            public override Json? Of(Json candidate, Json root) =>
                Way.TryFind(FromRoot ? root : candidate, out var value, out _) ? value : null;
        }
    }
}
