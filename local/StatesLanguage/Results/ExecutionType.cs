namespace StatesLanguage;

/// <summary>How executions run: STANDARD keeps a history and may wait; EXPRESS is short and may not call back.</summary>
public enum ExecutionType
{
    Standard,
    Express,
}
