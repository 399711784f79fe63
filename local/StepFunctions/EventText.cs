using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>An event as GetExecutionHistory shows it, on one line.</summary>
internal static class EventText
{
    public static string Of(HistoryEvent happened)
    {
        using var buffer = new Utf8Buffer();
        HistoryJson.Write(happened, buffer);
        return buffer.ToString();
    }
}
