using System.Collections.Immutable;
using StatesLanguage.Jsonata;
using StatesLanguage.Results;

namespace StatesLanguage.Payloads;

/// <summary>Fills in templates of JSONata: all expressions of a template are evaluated in one go.</summary>
internal static class JsonataTemplate
{
    /// <exception cref="StateFailure">An expression fails, or gives nothing or something that is not JSON.</exception>
    public static async ValueTask<Json> EvaluateAsync(IEvaluationScope scope, Template template, JsonObject states)
    {
        if (!template.HasExpressions)
        {
            return Fill(template, null);
        }

        List<Template.Expression> expressions = [];
        Collect(template, expressions);
        var jsonata = scope.Host.Jsonata
            ?? throw new InvalidOperationException("The host has no JSONata, and the machine needs it.");
        string[] texts = [.. expressions.Select(expression => expression.Text)];
        var request = new JsonataRequest(
            texts, JsonataBindings.For(texts, Variables(scope), states), scope.Host.Random.Next(), scope.Host.Clock.GetUtcNow());
        var answers = await AnswersAsync(scope, jsonata, request, expressions);
        var values = expressions.Zip(answers, Value).ToImmutableArray();
        return Fill(template, new Queue<Json>(values));
    }

    private static async ValueTask<IReadOnlyList<JsonataAnswer>> AnswersAsync(
        IEvaluationScope scope, IJsonata jsonata, JsonataRequest request, List<Template.Expression> expressions)
    {
        try
        {
            return await jsonata.EvaluateAsync(request, scope.Cancellation);
        }
        catch (Exception exception) when (Boundary.Takes(exception, scope.Cancellation))
        {
            throw Failure(expressions[0], $"could not be evaluated. {exception.Message}");
        }
    }

    private static JsonObject Variables(IEvaluationScope scope)
    {
        var variables = new JsonObject.Builder();
        scope.Variables.AddTo(variables);
        return variables.Build();
    }

    private static void Collect(Template template, List<Template.Expression> expressions)
    {
        switch (template)
        {
            case Template.Expression expression:
                expressions.Add(expression);
                break;
            case Template.Object owner:
                foreach (var (_, member) in owner.Members)
                {
                    Collect(member, expressions);
                }

                break;
            case Template.Array array:
                foreach (var item in array.Items)
                {
                    Collect(item, expressions);
                }

                break;
        }
    }

    private static Json Value(Template.Expression expression, JsonataAnswer answer) => answer switch
    {
        JsonataAnswer.Value(var value) => value,
        JsonataAnswer.Undefined => throw Failure(expression, "returned nothing (undefined)."),
        JsonataAnswer.Unsupported => throw Failure(expression, "returned an unsupported result type."),
        JsonataAnswer.TimedOut => throw Failure(expression, "took longer than 1 second to evaluate."),

        // Behind the sentence a message with a code is a sentence, one without is its end (github.com/floci-io/floci/pull/2783).
        JsonataAnswer.Failed(var message) => throw Failure(
            expression, $"threw an error during evaluation{(message.StartsWith(':') ? "" : ". ")}{message}"),
        _ => throw new System.Diagnostics.UnreachableException($"No rule takes {answer}."),
    };

    private static StateFailure Failure(Template.Expression expression, string problem) => StateFailure.Evaluation(
        $"The JSONata expression '{expression.Text}' specified for the field '{expression.Field}' {problem}", expression.Field);

    // Takes the values in the order in which Collect found their expressions.
    private static Json Fill(Template template, Queue<Json>? values) => template switch
    {
        Template.Literal literal => literal.Value,
        Template.Expression => values!.Dequeue(),
        Template.Object owner => JsonObject.Owning(owner.Names, [.. owner.Members.Select(member => Fill(member.Value, values))]),
        Template.Array array => JsonArray.Of(array.Items.Select(item => Fill(item, values))),
        _ => throw new System.Diagnostics.UnreachableException($"No rule fills in {template.GetType().Name} in JSONata."),
    };
}
