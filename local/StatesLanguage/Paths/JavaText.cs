namespace StatesLanguage.Paths;

/// <summary>Values as Java's <c>toString</c> prints them, which shows through in AWS's texts and in States.Format.</summary>
internal static class JavaText
{
    public static string Of(Json value) => value switch
    {
        JsonString text => text.Value,
        JsonArray array => $"[{string.Join(", ", array.Select(Of))}]",
        JsonObject map => $"{{{string.Join(", ", map.Select(member => $"{member.Key}={Of(member.Value)}"))}}}",
        _ => value.ToString(),
    };
}
