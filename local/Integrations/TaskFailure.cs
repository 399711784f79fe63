using StatesLanguage;

namespace Local.Integrations;

/// <summary>The failure of a task: the error's name, which Retry and Catch match, and its cause.</summary>
internal static class TaskFailure
{
    public static TaskOutcome Of(string error, string cause) => new TaskOutcome.Failed(new(error, cause));
}
