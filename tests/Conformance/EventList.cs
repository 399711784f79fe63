using JsonValues;
using StatesLanguage;

namespace Conformance;

/// <summary>Collects events in the form of the cases: type and name, and what helps to find a difference.</summary>
internal sealed class EventList : IHistory
{
    private readonly List<Json> events = [];

    public JsonArray Events => JsonArray.Of(events);

    public void Append(HistoryEvent happened)
    {
        var shown = new JsonObject.Builder().Add("type", Json.Of(happened.Type.ToString()));
        switch (happened.Details)
        {
            case EventDetails.ExecutionStarted started:
                shown.Add("input", started.Input);
                break;
            case EventDetails.ExecutionSucceeded succeeded:
                shown.Add("output", succeeded.Output);
                break;
            case EventDetails.StateEntered entered:
                shown.Add("name", Json.Of(entered.Name)).Add("input", entered.Input);
                break;
            case EventDetails.StateExited exited:
                shown.Add("name", Json.Of(exited.Name)).Add("output", exited.Output);
                if (exited.Assigned is not null)
                {
                    shown.Add("assignedVariables", exited.Assigned);
                }

                break;
            case EventDetails.MapStateStarted started:
                shown.Add("length", Json.Of(started.Length));
                break;
            case EventDetails.MapIteration iteration:
                shown.Add("name", Json.Of(iteration.Name)).Add("index", Json.Of(iteration.Index));
                break;
            case EventDetails.EvaluationFailed failed:
                shown.Add("name", Json.Of(failed.State));
                AddError(shown, failed.Error);
                if (failed.Location is not null)
                {
                    shown.Add("location", Json.Of(failed.Location));
                }

                break;
            case EventDetails.Failed failed:
                AddError(shown, failed.Error);
                break;
            case EventDetails.TaskScheduled scheduled:
                AddResource(shown, scheduled.Resource);
                shown.Add("parameters", scheduled.Parameters);
                AddLimits(shown, scheduled.TimeoutSeconds, scheduled.HeartbeatSeconds);
                break;
            case EventDetails.WorkScheduled scheduled:
                shown.Add("resource", Json.Of(scheduled.Resource)).Add("input", scheduled.Input);
                AddLimits(shown, scheduled.TimeoutSeconds, scheduled.HeartbeatSeconds);
                break;
            case EventDetails.TaskStarted started:
                AddResource(shown, started.Resource);
                break;
            case EventDetails.TaskAnswered answered:
                AddResource(shown, answered.Resource);
                break;
            case EventDetails.TaskFailed failed:
                AddResource(shown, failed.Resource);
                AddError(shown, failed.Error);
                break;
        }

        events.Add(shown.Build());
    }

    private static void AddResource(JsonObject.Builder shown, TaskResource.Integration resource) =>
        shown.Add("resource", Json.Of(resource.Action)).Add("resourceType", Json.Of(resource.Service));

    private static void AddLimits(JsonObject.Builder shown, long? timeout, long? heartbeat)
    {
        if (timeout is { } seconds)
        {
            shown.Add("timeoutInSeconds", Json.Of(seconds));
        }

        if (heartbeat is { } beat)
        {
            shown.Add("heartbeatInSeconds", Json.Of(beat));
        }
    }

    private static void AddError(JsonObject.Builder shown, StatesError error)
    {
        if (error.Name is not null)
        {
            shown.Add("error", Json.Of(error.Name));
        }

        if (error.Cause is not null)
        {
            shown.Add("cause", Json.Of(error.Cause));
        }
    }
}
