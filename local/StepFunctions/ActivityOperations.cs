using JsonValues;
using Local.Protocol;

namespace Local.StepFunctions;

/// <summary>Step Functions' operations on activities, and how their workers come by a task.</summary>
internal sealed class ActivityOperations(Activities activities)
{
    private const int UsualPage = 100;
    private const int LargestPage = 1000;

    public JsonObject Create(JsonObject request)
    {
        var activity = activities.Create(request.Text("name"), Tags.Of(request));
        return JsonObject.OfPresent(("activityArn", activity.Arn), ("creationDate", activity.CreationDate.Time()));
    }

    public JsonObject Describe(JsonObject request) => Show(activities.Get(request.Text("activityArn")));

    public JsonObject List(JsonObject request)
    {
        var page = Page<ActivityRecord>.Of(
            activities.All, activity => activity.Name, request.TextOrNull("nextToken"), request.PageSize(UsualPage, LargestPage));
        return JsonObject.OfPresent(("activities", JsonArray.Of(page.Items.Select(Show))), ("nextToken", page.NextToken));
    }

    public JsonObject Delete(JsonObject request)
    {
        activities.Delete(request.Text("activityArn"));
        return JsonObject.Empty;
    }

    /// <summary>A worker that nothing came for gets an answer without a token, and asks again.</summary>
    public async Task<JsonObject> GetTaskAsync(JsonObject request, CancellationToken cancellation)
    {
        var task = await activities.TakeAsync(request.Text("activityArn"), request.TextOrNull("workerName"), cancellation);
        return JsonObject.OfPresent(("taskToken", task?.Token), ("input", task?.Input));
    }

    private static JsonObject Show(ActivityRecord activity) => JsonObject.OfPresent(
        ("activityArn", activity.Arn), ("name", activity.Name), ("creationDate", activity.CreationDate.Time()));
}
