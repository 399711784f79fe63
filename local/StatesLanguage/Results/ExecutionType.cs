namespace StatesLanguage;

/// <summary>The type of executions: STANDARD keeps a history and may wait; EXPRESS is short and may not use callbacks.</summary>
public enum ExecutionType
{
    Standard,
    Express,
}
