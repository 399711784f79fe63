namespace Infra.Components;

/// <summary>What every component of a stack shares.</summary>
internal sealed record Scope(Settings Settings, Names Names, AwsAccount Account, Encryption Encryption);
