using System.Diagnostics;
using StatesLanguage.Intrinsics;
using StatesLanguage.Results;

namespace StatesLanguage.Payloads;

/// <summary>Fills in templates of JSONPath.</summary>
/// <param name="scope">Context, variables and randomness.</param>
/// <param name="root">The value of <c>$</c>.</param>
/// <param name="item">The value of <c>$$.Map.Item</c>; null for that of the iteration around the state, if any.</param>
internal readonly struct PathEvaluator(IEvaluationScope scope, Json root, MapItem? item)
{
    public Json Evaluate(Template template) => template switch
    {
        Template.Literal literal => literal.Value,
        Template.Path path => Member(path),
        Template.Intrinsic intrinsic => Whole(intrinsic.Call),
        Template.Object owner => Members(owner),
        Template.Array array => Items(array),
        _ => throw new UnreachableException($"No rule fills in {template.GetType().Name} in JSONPath."),
    };

    /// <summary>The value of a field that is a path or an intrinsic function as a whole.</summary>
    public Json Required(Template template) => template is Template.Path path
        ? Find(path.Source, out var problem) ?? throw StateFailure.Runtime($"Invalid path '{path.Source}' : {problem}")
        : Evaluate(template);

    /// <summary>The value that a path finds; null where it finds nothing.</summary>
    /// <param name="path">A path into the input, the context or a variable.</param>
    /// <param name="problem">The reason why the path finds nothing.</param>
    public Json? Find(JsonPath path, out string? problem)
    {
        if (Root(path) is not { } start)
        {
            problem = $"The variable '{path}' does not exist.";
            return null;
        }

        return path.TryFind(start, out var value, out problem) ? value : null;
    }

    private Json? Root(JsonPath path) => path.Root switch
    {
        PathRoot.Input => root,
        PathRoot.Context => scope.Context(item),
        PathRoot.Variable(var name) => scope.Variables[name],
        _ => throw new UnreachableException($"No rule finds {path.Root}."),
    };

    private Json Member(Template.Path path)
    {
        if (Find(path.Source, out _) is { } value)
        {
            return value;
        }

        // A place behind the end of an array is null here, and nowhere else.
        return Root(path.Source) is { } start && path.Source.EndsBehindArray(start) ? Json.Null
            : throw StateFailure.Runtime(
                $"The JSONPath '{path.Source}' specified for the field '{path.Field}' could not be found in the input '{root}'");
    }

    private JsonObject Members(Template.Object owner)
    {
        var values = new Json[owner.Members.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Evaluate(owner.Members[i].Value);
        }

        return JsonObject.Owning(owner.Names, values);
    }

    private JsonArray Items(Template.Array array)
    {
        var items = new Json[array.Items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Evaluate(array.Items[i]);
        }

        return JsonArray.Owning(items);
    }

    private Json Whole(IntrinsicCall call)
    {
        try
        {
            return Apply(call);
        }
        catch (IntrinsicException exception)
        {
            throw new StateFailure(
                exception.Error, $"The function '{call.Text}' had the following error: {exception.Message}");
        }
    }

    private Json Apply(IntrinsicCall call)
    {
        var arguments = new Json[call.Arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = call.Arguments[i] switch
            {
                IntrinsicArgument.Literal(var value) => value,
                IntrinsicArgument.Path(var path) => Argument(path),
                IntrinsicArgument.Call(var inner) => Apply(inner),
                var other => throw new UnreachableException($"No rule finds {other}."),
            };
        }

        _ = IntrinsicFunctions.TryGet(call.Name, out var function);
        return function!.Apply(arguments, scope.Host.Random);
    }

    private Json Argument(JsonPath path) => Find(path, out _) ?? throw new IntrinsicException(
        $"The JsonPath argument for the field '{path}' could not be found in the input '{root}'")
    { Error = StatesError.Runtime };
}
