using Pulumi;

namespace Infra.Configuration;

/// <summary>The configuration is wrong. Of this kind of exception Pulumi prints the message and no stack trace.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems)
    : RunException(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
