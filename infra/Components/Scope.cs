namespace Infra.Components;

/// <summary>The values that all components of a stack share.</summary>
internal sealed record Scope(Settings Settings, Names Names, AwsAccount Account, Encryption Encryption);
