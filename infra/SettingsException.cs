using Pulumi;

namespace Infra;

/// <summary>The configuration is wrong. Pulumi prints the message of this kind of exception and no stack trace.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems) : RunException(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
