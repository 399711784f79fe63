using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>A state machine definition is not valid; the message lists every problem at its place.</summary>
internal sealed class DefinitionException(IReadOnlyCollection<Finding> findings)
    : Exception($"The state machine definition is not valid:{string.Concat(findings.Select(finding => $"\n  {finding.Location}: {finding.Message}"))}");
