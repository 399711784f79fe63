using System.Text;

namespace StatesLanguage;

/// <summary>Writes events as the members of GetExecutionHistory's <c>events</c>, data as strings of JSON.</summary>
public static class HistoryJson
{
    // The names, by the number of the type.
    private static readonly Names[] Members = [.. Enum.GetValues<HistoryEventType>().Select(type => new Names(type))];

    /// <summary>Writes one event as one JSON object, without a line end.</summary>
    public static void Write(HistoryEvent happened, Utf8Buffer buffer)
    {
        var names = Members[(int)happened.Type];
        buffer.Write("{\"timestamp\":"u8);
        WriteTime(happened.Timestamp, buffer);
        buffer.Write(names.Type);
        buffer.Write(happened.Id);
        buffer.Write(",\"previousEventId\":"u8);
        buffer.Write(happened.PreviousEventId);
        if (happened.Details is { } details)
        {
            buffer.Write(names.Details);
            Write(details, buffer);
            buffer.Write((byte)'}');
        }

        buffer.Write((byte)'}');
    }

    /// <summary>Writes one event as one JSON object, on one line.</summary>
    public static string Text(HistoryEvent happened)
    {
        using var buffer = new Utf8Buffer();
        Write(happened, buffer);
        return buffer.ToString();
    }

    /// <summary>The member that has the details of events of this type.</summary>
    internal static string DetailsName(HistoryEventType type)
    {
        var name = type.ToString();
        return type.EntersState() ? "stateEnteredEventDetails"
            : type.ExitsState() ? "stateExitedEventDetails"
            : $"{char.ToLowerInvariant(name[0])}{name[1..]}EventDetails";
    }

    private static void Write(EventDetails details, Utf8Buffer buffer)
    {
        switch (details)
        {
            case EventDetails.StateEntered entered:
                buffer.Write("\"name\":"u8);
                buffer.WriteString(entered.Name);
                WriteData(",\"input\":"u8, ",\"inputDetails\":{\"truncated\":false}"u8, entered.Input, buffer);
                break;
            case EventDetails.StateExited exited:
                buffer.Write("\"name\":"u8);
                buffer.WriteString(exited.Name);
                WriteOutput(exited.Output, buffer);
                WriteAssigned(exited.Assigned, buffer);
                break;
            case EventDetails.ExecutionStarted started:
                WriteData("\"input\":"u8, ",\"inputDetails\":{\"truncated\":false}"u8, started.Input, buffer);
                WriteText(",\"roleArn\":"u8, started.RoleArn, buffer);
                break;
            case EventDetails.ExecutionSucceeded succeeded:
                WriteData("\"output\":"u8, ",\"outputDetails\":{\"truncated\":false}"u8, succeeded.Output, buffer);
                break;
            case EventDetails.WorkSucceeded succeeded:
                WriteData("\"output\":"u8, ",\"outputDetails\":{\"truncated\":false}"u8, succeeded.Output, buffer);
                break;
            case EventDetails.Redriven redriven:
                buffer.Write("\"redriveCount\":"u8);
                buffer.Write(redriven.RedriveCount);
                WriteText(",\"mapRunArn\":"u8, redriven.MapRunArn, buffer);
                break;
            case EventDetails.Failed failed:
                WriteError(failed.Error, "", buffer);
                break;
            case EventDetails.EvaluationFailed failed:
                buffer.Write("\"state\":"u8);
                buffer.WriteString(failed.State);
                WriteError(failed.Error, ",", buffer);
                WriteText(",\"location\":"u8, failed.Location, buffer);
                break;
            case EventDetails.MapStateStarted started:
                buffer.Write("\"length\":"u8);
                buffer.Write(started.Length);
                break;
            case EventDetails.MapIteration iteration:
                buffer.Write("\"name\":"u8);
                buffer.WriteString(iteration.Name);
                buffer.Write(",\"index\":"u8);
                buffer.Write(iteration.Index);
                break;
            case EventDetails.MapRunStarted started:
                WriteText("\"mapRunArn\":"u8, started.MapRunArn, buffer);
                break;
            case EventDetails.TaskScheduled scheduled:
                WriteResource(scheduled.Resource, buffer);
                WriteText(",\"region\":"u8, scheduled.Region, buffer);
                buffer.Write(",\"parameters\":"u8);
                scheduled.Parameters.WriteQuoted(buffer);
                WriteLimits(scheduled.TimeoutSeconds, scheduled.HeartbeatSeconds, scheduled.RoleArn, buffer);
                break;
            case EventDetails.TaskStarted started:
                WriteResource(started.Resource, buffer);
                break;
            case EventDetails.TaskAnswered answered:
                WriteResource(answered.Resource, buffer);
                WriteOutput(answered.Output, buffer);
                break;
            case EventDetails.TaskFailed failed:
                WriteResource(failed.Resource, buffer);
                WriteError(failed.Error, ",", buffer);
                break;
            case EventDetails.ActivityStarted started:
                WriteText("\"workerName\":"u8, started.WorkerName, buffer);
                break;
            case EventDetails.WorkScheduled scheduled:
                WriteText("\"resource\":"u8, scheduled.Resource, buffer);
                WriteData(",\"input\":"u8, ",\"inputDetails\":{\"truncated\":false}"u8, scheduled.Input, buffer);
                WriteLimits(scheduled.TimeoutSeconds, scheduled.HeartbeatSeconds, scheduled.RoleArn, buffer);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No rule writes {details.GetType().Name}.");
        }
    }

    private static void WriteTime(DateTimeOffset time, Utf8Buffer buffer)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        buffer.Write(milliseconds / 1000);
        var rest = (int)(milliseconds % 1000);
        buffer.Write([(byte)'.', (byte)('0' + (rest / 100)), (byte)('0' + (rest / 10 % 10)), (byte)('0' + (rest % 10))]);
    }

    private static void WriteData(ReadOnlySpan<byte> name, ReadOnlySpan<byte> notice, Json data, Utf8Buffer buffer)
    {
        buffer.Write(name);
        data.WriteQuoted(buffer);
        buffer.Write(notice);
    }

    private static void WriteOutput(Json output, Utf8Buffer buffer) =>
        WriteData(",\"output\":"u8, ",\"outputDetails\":{\"truncated\":false}"u8, output, buffer);

    private static void WriteText(ReadOnlySpan<byte> name, string? value, Utf8Buffer buffer)
    {
        if (value is not null)
        {
            buffer.Write(name);
            buffer.WriteString(value);
        }
    }

    private static void WriteAssigned(JsonObject? assigned, Utf8Buffer buffer)
    {
        if (assigned is null)
        {
            return;
        }

        buffer.Write(",\"assignedVariables\":{"u8);
        for (var i = 0; i < assigned.Count; i++)
        {
            if (i > 0)
            {
                buffer.Write((byte)',');
            }

            var (name, value) = assigned.At(i);
            buffer.WriteString(name);
            buffer.Write((byte)':');
            value.WriteQuoted(buffer);
        }

        buffer.Write("},\"assignedVariablesDetails\":{\"truncated\":false}"u8);
    }

    private static void WriteError(StatesError error, string separator, Utf8Buffer buffer)
    {
        if (error.Name is not null)
        {
            buffer.WriteAscii(separator);
            buffer.Write("\"error\":"u8);
            buffer.WriteString(error.Name);
            separator = ",";
        }

        if (error.Cause is not null)
        {
            buffer.WriteAscii(separator);
            buffer.Write("\"cause\":"u8);
            buffer.WriteString(error.Cause);
        }
    }

    private static void WriteResource(TaskResource.Integration resource, Utf8Buffer buffer)
    {
        buffer.Write("\"resourceType\":"u8);
        buffer.WriteString(resource.Service);
        buffer.Write(",\"resource\":"u8);
        buffer.WriteString(resource.Action);
    }

    private static void WriteLimits(long? timeout, long? heartbeat, string? role, Utf8Buffer buffer)
    {
        if (timeout is { } timeoutSeconds)
        {
            buffer.Write(",\"timeoutInSeconds\":"u8);
            buffer.Write(timeoutSeconds);
        }

        if (heartbeat is { } heartbeatSeconds)
        {
            buffer.Write(",\"heartbeatInSeconds\":"u8);
            buffer.Write(heartbeatSeconds);
        }

        if (role is not null)
        {
            buffer.Write(",\"taskCredentials\":{\"roleArn\":"u8);
            buffer.WriteString(role);
            buffer.Write((byte)'}');
        }
    }

    private sealed class Names(HistoryEventType type)
    {
        public byte[] Type { get; } = Encoding.ASCII.GetBytes($",\"type\":\"{type}\",\"id\":");

        public byte[] Details { get; } = Encoding.ASCII.GetBytes($",\"{DetailsName(type)}\":{{");
    }
}
