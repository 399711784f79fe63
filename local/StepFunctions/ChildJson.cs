using JsonValues;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>A child execution as a map run's file has it: one JSON object a line, its data as strings of JSON.</summary>
internal static class ChildJson
{
    public static void Write(KeptChild kept, Utf8Buffer text)
    {
        var child = kept.Child;
        var members = new JsonObject.Builder()
            .Add("index", Json.Of(child.Index))
            .Add("type", Json.Of(child.Type == ExecutionType.Express ? "EXPRESS" : "STANDARD"))
            .Add("executionArn", Json.Of(child.ExecutionArn))
            .Add("name", Json.Of(child.Name))
            .Add("status", Json.Of(StatusName.Of(kept.Status)))
            .Add("startDate", Json.Of(child.StartDate.ToString("O")))
            .Add("stopDate", Json.Of(kept.Result?.StopDate.ToString("O")))
            .Add("items", Json.Of(child.Items))
            .Add("input", Json.Of(child.Input.ToString()));
        if (kept.Output is { } output)
        {
            members.Add("output", Json.Of(output.ToString()));
        }

        if (kept.Error is { } error)
        {
            members.Add("error", Json.Of(error.Name)).Add("cause", Json.Of(error.Cause));
        }

        text.Write((byte)'{');
        foreach (var (name, value) in members.Build())
        {
            text.WriteString(name);
            text.Write((byte)':');
            value.Write(text);
            text.Write((byte)',');
        }

        text.Write("\"events\":["u8);
        for (var i = 0; i < kept.Events.Count; i++)
        {
            if (i > 0)
            {
                text.Write((byte)',');
            }

            HistoryJson.Write(kept.Events[i], text);
        }

        text.Write("]}"u8);
    }

    /// <param name="mapRunArn">The map run whose file it is.</param>
    /// <exception cref="FormatException">It is no child.</exception>
    /// <exception cref="InvalidDataException">One of its events is none.</exception>
    public static KeptChild Read(JsonObject kept, string mapRunArn)
    {
        var child = new ChildExecution(
            mapRunArn,
            kept.Count("index"),
            kept.StoredText("executionArn"),
            kept.StoredText("name"),
            kept.StoredText("type") == "EXPRESS" ? ExecutionType.Express : ExecutionType.Standard,
            kept.Count("items"),
            Json.Parse(kept.StoredText("input")),
            kept.Time("startDate"));
        return new(
            child,
            kept.Status() is ExecutionStatus.Running ? null : Result(kept),
            [.. kept.Items("events").Select(HistoryReader.Read)]);
    }

    private static ExecutionResult Result(JsonObject kept)
    {
        var stopped = kept.Time("stopDate");
        var error = new StatesError((kept["error"] as JsonString)?.Value, (kept["cause"] as JsonString)?.Value);
        return kept.Status() switch
        {
            ExecutionStatus.Succeeded => new ExecutionResult.Succeeded(Json.Parse(kept.StoredText("output")), stopped),
            ExecutionStatus.TimedOut => new ExecutionResult.TimedOut(stopped),
            ExecutionStatus.Aborted => new ExecutionResult.Aborted(error, stopped),
            ExecutionStatus.Failed => new ExecutionResult.Failed(error, stopped),
            var other => throw new FormatException($"No execution ends {StatusName.Of(other)}."),
        };
    }
}
