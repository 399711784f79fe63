namespace Infra.Configuration;

/// <summary>A setting that lists things, separated by commas. Two are equal that say the same.</summary>
/// <param name="Text">The text as it is set; null when nothing is listed.</param>
internal sealed record Words(string? Text)
{
    public IEnumerable<string> All => Text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
