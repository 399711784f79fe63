using DynamoDb.Wire;
using JsonValues;

namespace DynamoDb.Expressions;

/// <summary>Reads DynamoDB's expressions, with the names and values of their request.</summary>
internal sealed class Expression
{
    private readonly string text;
    private readonly Queue<string> tokens;
    private readonly JsonObject? names;
    private readonly JsonObject? values;

    private Expression(string text, JsonObject request)
    {
        this.text = text;
        tokens = Tokens.Read(text);
        names = request["ExpressionAttributeNames"] as JsonObject;
        values = request["ExpressionAttributeValues"] as JsonObject;
    }

    /// <exception cref="TableException">It is none.</exception>
    public static Predicate Condition(string text, JsonObject request)
    {
        var expression = new Expression(text, request);
        var condition = expression.Or();
        return expression.tokens.Count == 0 ? condition : throw expression.Unexpected(expression.tokens.Peek());
    }

    /// <summary>The attributes that a projection names.</summary>
    /// <exception cref="TableException">It is none.</exception>
    public static IReadOnlyList<string> Projection(string text, JsonObject request)
    {
        var expression = new Expression(text, request);
        var attributes = new List<string> { expression.Attribute() };
        while (expression.Take(","))
        {
            attributes.Add(expression.Attribute());
        }

        return expression.tokens.Count == 0 ? attributes : throw expression.Unexpected(expression.tokens.Peek());
    }

    private Predicate Or()
    {
        var condition = And();
        while (Take("OR"))
        {
            condition = new Predicate.Either(condition, And());
        }

        return condition;
    }

    private Predicate And()
    {
        var condition = One();
        while (Take("AND"))
        {
            condition = new Predicate.Both(condition, One());
        }

        return condition;
    }

    private Predicate One()
    {
        if (Take("NOT"))
        {
            return new Predicate.Not(One());
        }

        if (Take("("))
        {
            var inner = Or();
            Need(")");
            return inner;
        }

        var name = Next();
        return Take("(") ? Function(name) : Relation(Name(name));
    }

    private Predicate Function(string name)
    {
        var attribute = Attribute();
        Predicate condition = name switch
        {
            "attribute_exists" => new Predicate.Exists(attribute),
            "attribute_not_exists" => new Predicate.Not(new Predicate.Exists(attribute)),
            "begins_with" => new Predicate.BeginsWith(attribute, SecondText()),
            "contains" => new Predicate.Contains(attribute, SecondText()),
            _ => throw TableException.Invalid($"Invalid expression: the local stage has no function {name}; it has attribute_exists, attribute_not_exists, begins_with and contains."),
        };
        Need(")");
        return condition;
    }

    private Predicate Relation(string attribute)
    {
        if (Take("BETWEEN"))
        {
            var first = Value();
            Need("AND");
            return new Predicate.Between(attribute, first, Value());
        }

        if (Take("IN"))
        {
            Need("(");
            var values = new List<Json> { Value() };
            while (Take(","))
            {
                values.Add(Value());
            }

            Need(")");
            return new Predicate.OneOf(attribute, values);
        }

        var sign = Next();
        return sign is "=" or "<>" or "<" or "<=" or ">" or ">=" ? new Predicate.Comparison(attribute, sign, Value()) : throw Unexpected(sign);
    }

    private string SecondText()
    {
        Need(",");
        return Predicate.Text(Value()) ?? throw TableException.Invalid($"Invalid expression: '{text}' compares a part of a text with what is no text.");
    }

    private string Attribute() => Name(Next());

    private string Name(string token)
    {
        if (token[0] == '#')
        {
            return names?.Text(token)
                ?? throw TableException.Invalid($"Invalid expression: An expression attribute name used in the document path is not defined; attribute name: {token}");
        }

        return char.IsAsciiLetter(token[0]) || token[0] == '_' ? token : throw Unexpected(token);
    }

    private Json Value()
    {
        var token = Next();
        return token[0] != ':'
            ? throw TableException.Invalid($"Invalid expression: where a value is expected, '{text}' has '{token}'; values are given as :name here.")
            : values?[token] ?? throw TableException.Invalid($"Invalid expression: An expression attribute value used in expression is not defined; attribute value: {token}");
    }

    private string Next() => tokens.TryDequeue(out var token)
        ? token
        : throw TableException.Invalid($"Invalid expression: '{text}' ends where more is expected.");

    private bool Take(string word)
    {
        if (tokens.TryPeek(out var token) && token.Equals(word, StringComparison.OrdinalIgnoreCase))
        {
            tokens.Dequeue();
            return true;
        }

        return false;
    }

    private void Need(string word)
    {
        if (!Take(word))
        {
            throw Unexpected(tokens.TryPeek(out var token) ? token : "the end");
        }
    }

    private TableException Unexpected(string token) => TableException.Invalid($"Invalid expression: Syntax error; token: \"{token}\", near: \"{text}\"");
}
