using System.Text.Json;

namespace Local.Cli;

/// <summary>The settings that an execution's input holds.</summary>
internal static class MachineInput
{
    /// <param name="settings">The settings that exist.</param>
    /// <param name="read">Makes of them what it will.</param>
    /// <returns>Null where the input is no JSON object, which the execution itself says.</returns>
    /// <exception cref="UsageException">The input has a setting that there is not.</exception>
    public static T? Read<T>(string input, string[] settings, Func<JsonElement, T?> read) where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(input);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            foreach (var setting in document.RootElement.EnumerateObject().Where(setting => !settings.Contains(setting.Name)))
            {
                throw new UsageException(
                    $"--input has '{setting.Name}', and there is no such setting.{Spelling.Hint(setting.Name, settings)} There are {string.Join(", ", settings)}.");
            }

            return read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Null where the setting is no whole number between the two.</returns>
    public static int? Whole(JsonElement input, string setting, int usual, int least, int most) => !input.TryGetProperty(setting, out var value)
        ? usual
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number : null;
}
