using StatesLanguage;

namespace Local.Integrations;

/// <summary>How a task fails: the error's name, which Retry and Catch match, and its cause.</summary>
internal static class TaskFailure
{
    public static TaskOutcome Of(string error, string cause) => new TaskOutcome.Failed(new(error, cause));
}
