using StatesLanguage.Payloads;
using StatesLanguage.Results;

namespace StatesLanguage.Running;

/// <summary>The data of one visit of a state: what its paths and expressions see, and how its output is put together.</summary>
internal sealed class StateData(StateRun run) : IEvaluationScope
{
    private DataFlow Flow => run.State.Data;

    /// <summary>The task token that <c>$$.Task.Token</c> shows.</summary>
    public string? TaskToken { get; set; }

    public Host Host => run.Host;

    public Variables Variables => run.Flow.Variables;

    public CancellationToken Cancellation => run.Flow.Cancellation;

    public JsonObject Context(MapItem? item) =>
        run.Flow.Execution.Context.For(run, item ?? run.Flow.Item, TaskToken);

    /// <summary>The part of the raw input that InputPath selects.</summary>
    public Json Input() => Flow.InputPath is null ? run.Input : Evaluator(run.Input).Required(Flow.InputPath);

    /// <summary>The input of the work: Parameters or Arguments, or else the state's input.</summary>
    public ValueTask<Json> ParametersAsync(MapItem? item = null)
    {
        var input = Input();
        return Flow.Parameters is null ? new(input) : EvaluateAsync(Flow.Parameters, input, item);
    }

    /// <summary>Fills in a template.</summary>
    /// <param name="template">JSONPath or JSONata.</param>
    /// <param name="root">The value of <c>$</c> in JSONPath.</param>
    /// <param name="item">The value of <c>$$.Map.Item</c>, in place of the flow's own.</param>
    public ValueTask<Json> EvaluateAsync(Template template, Json root, MapItem? item = null) => template.HasExpressions
        ? JsonataTemplate.EvaluateAsync(this, template, States(null, null, item))
        : new(Evaluator(root, item).Evaluate(template));

    /// <summary>The value of a single field.</summary>
    public ValueTask<Json> EvaluateAsync(Setting setting, Json root) => setting.Value switch
    {
        Template.Path path => new(Evaluator(root).Required(path)),
        var other => EvaluateAsync(other, root),
    };

    /// <summary>ResultSelector, in JSONPath.</summary>
    public Json Select(Json result) =>
        Flow.ResultSelector is null ? result : Evaluator(result).Evaluate(Flow.ResultSelector);

    /// <summary>ResultPath and OutputPath, in JSONPath.</summary>
    public Json Combine(Json result)
    {
        if (run.State.Language == QueryLanguage.Jsonata)
        {
            return result;
        }

        var placed = Place(run.Input, result, Flow.ResultPath, Flow.DropsResult);
        return Flow.OutputPath is null ? placed : Evaluator(placed).Required(Flow.OutputPath);
    }

    /// <summary>Output and Assign, both from what was before them.</summary>
    /// <param name="output">Null: the result itself is the output.</param>
    /// <param name="assign">Null: no variables.</param>
    /// <param name="result">The state's result; after an error, the error output.</param>
    /// <param name="error">The error output, if any.</param>
    public async ValueTask<(Json Output, JsonObject? Assigned)> OutputAsync(
        Template? output, Template? assign, Json result, JsonObject? error)
    {
        if (run.State.Language == QueryLanguage.JsonPath)
        {
            return (result, assign is null ? null : (JsonObject)Evaluator(result).Evaluate(assign));
        }

        var states = States(error is null && HasResult ? result : null, error, null);
        var assigned = assign is null ? null : (JsonObject)await JsonataTemplate.EvaluateAsync(this, assign, states);
        return (output is null ? result : await JsonataTemplate.EvaluateAsync(this, output, states), assigned);
    }

    /// <exception cref="StateFailure">The path does not fit the input.</exception>
    public static Json Place(Json input, Json result, JsonPath? path, bool drops) => drops ? input
        : path is null ? result
        : path.Place(input, result) ?? throw new StateFailure(
            StatesError.ResultPathMatchFailure, $"Unable to apply ReferencePath {path} to input {input}");

    public PathEvaluator Evaluator(Json root, MapItem? item = null) => new(this, root, item);

    // Only states with work have $states.result.
    private bool HasResult => run.State is State.Task or State.Map or State.Parallel;

    private JsonObject States(Json? result, JsonObject? error, MapItem? item)
    {
        var states = new JsonObject.Builder().Add("input", run.Input);
        if (result is not null)
        {
            states.Add("result", result);
        }

        if (error is not null)
        {
            states.Add("errorOutput", error);
        }

        return states.Add("context", Context(item)).Build();
    }
}
