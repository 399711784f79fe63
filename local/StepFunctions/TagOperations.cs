using JsonValues;
using Local.Protocol;

namespace Local.StepFunctions;

/// <summary>Step Functions' operations on the tags of state machines and activities.</summary>
internal sealed class TagOperations(StateMachines machines, Activities activities)
{
    /// <summary>Adds tags, and gives those that are there already their new values.</summary>
    public JsonObject Tag(JsonObject request)
    {
        if (request.Given("tags") is null)
        {
            throw AwsException.Missing("tags");
        }

        var added = Tags.Of(request);
        Change(request.Text("resourceArn"), tags => Tags.With(tags, added));
        return JsonObject.Empty;
    }

    /// <summary>Removes tags; a key that is not there is no error.</summary>
    public JsonObject Untag(JsonObject request)
    {
        if (request.Given("tagKeys") is null)
        {
            throw AwsException.Missing("tagKeys");
        }

        var keys = request.Texts("tagKeys");
        Change(request.Text("resourceArn"), tags => [.. tags.Where(tag => !keys.Contains(tag.Key))]);
        return JsonObject.Empty;
    }

    public JsonObject List(JsonObject request)
    {
        var arn = request.Text("resourceArn");
        StatesArn.Check(arn);
        var tags = machines.Find(arn)?.Tags ?? activities.Find(arn)?.Tags ?? throw NotFound(arn);
        return JsonObject.Of(("tags", Tags.ToJson(tags)));
    }

    private void Change(string arn, Func<IReadOnlyList<Tag>, IReadOnlyList<Tag>> change)
    {
        StatesArn.Check(arn);
        if (!machines.ChangeTags(arn, change) && !activities.ChangeTags(arn, change))
        {
            throw NotFound(arn);
        }
    }

    private static AwsException NotFound(string arn) => new("ResourceNotFound", $"Resource not found: '{arn}'");
}
