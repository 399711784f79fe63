using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>
/// A child execution as it stands, with its events. Those of an EXPRESS one, which has no history on AWS, are without the
/// data its states passed on: from them a graph of the children is drawn. Thread-safe.
/// </summary>
/// <param name="child">The child.</param>
/// <param name="past">What happened in it before.</param>
/// <param name="watcher">Told of what happens now.</param>
internal sealed class ChildHistory(ChildExecution child, IEnumerable<HistoryEvent> past, IHistory watcher) : IHistory
{
    private readonly Lock gate = new();
    private readonly List<byte[]> events = [.. past.Select(Text)];

    public ChildExecution Child => child;

    public void Append(HistoryEvent happened)
    {
        var kept = Text(child.Type == ExecutionType.Express ? happened with { Details = WithoutData(happened.Details) } : happened);
        lock (gate)
        {
            events.Add(kept);
        }

        watcher.Append(happened);
    }

    /// <summary>The child as it runs, as DescribeExecution shows it, with its events so far.</summary>
    public string Report()
    {
        using var text = new Utf8Buffer();
        Report(result: null, text);
        return text.ToString();
    }

    /// <summary>Writes the child as DescribeExecution shows it, with its events.</summary>
    /// <param name="result">How it ended; null: it runs.</param>
    /// <param name="text">Where to.</param>
    public void Report(ExecutionResult? result, Utf8Buffer text)
    {
        var report = new JsonObject.Builder()
            .Add("index", Json.Of(child.Index))
            .Add("type", Json.Of(child.Type == ExecutionType.Express ? "EXPRESS" : "STANDARD"))
            .Add("executionArn", Json.Of(child.ExecutionArn))
            .Add("name", Json.Of(child.Name))
            .Add("status", Json.Of(StatusName.Of(result?.Status ?? ExecutionStatus.Running)))
            .Add("startDate", Json.Of(child.StartDate.ToString("O")))
            .Add("stopDate", Json.Of(result?.StopDate.ToString("O")))
            .Add("items", Json.Of(child.Items))
            .Add("input", Json.Of(child.Input.ToString()));
        switch (result)
        {
            case ExecutionResult.Succeeded(var output, _):
                report.Add("output", Json.Of(output.ToString()));
                break;
            case ExecutionResult.Failed(var error, _):
                report.Add("error", Json.Of(error.Name)).Add("cause", Json.Of(error.Cause));
                break;
        }

        text.Write((byte)'{');
        foreach (var (name, value) in report.Build())
        {
            text.WriteString(name);
            text.Write((byte)':');
            value.Write(text);
            text.Write((byte)',');
        }

        text.Write("\"events\":["u8);
        WriteEvents(text);
        text.Write("]}"u8);
    }

    private void WriteEvents(Utf8Buffer text)
    {
        lock (gate)
        {
            for (var i = 0; i < events.Count; i++)
            {
                if (i > 0)
                {
                    text.Write((byte)',');
                }

                text.Write(events[i]);
            }
        }
    }

    private static byte[] Text(HistoryEvent happened)
    {
        using var text = new Utf8Buffer();
        HistoryJson.Write(happened, text);
        return text.Written.ToArray();
    }

    private static EventDetails? WithoutData(EventDetails? details) => details switch
    {
        EventDetails.ExecutionStarted started => started with { Input = Json.Null },
        EventDetails.ExecutionSucceeded => new EventDetails.ExecutionSucceeded(Json.Null),
        EventDetails.StateEntered entered => entered with { Input = Json.Null },
        EventDetails.StateExited exited => exited with { Output = Json.Null, Assigned = null },
        EventDetails.TaskScheduled scheduled => scheduled with { Parameters = Json.Null },
        EventDetails.TaskAnswered answered => answered with { Output = Json.Null },
        EventDetails.WorkScheduled scheduled => scheduled with { Input = Json.Null },
        EventDetails.WorkSucceeded => new EventDetails.WorkSucceeded(Json.Null),
        _ => details,
    };
}
