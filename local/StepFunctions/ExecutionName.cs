namespace Local.StepFunctions;

/// <summary>The rules for names of state machines and executions.</summary>
internal static class ExecutionName
{
    private const int Longest = 80;
    private const string Forbidden = "<>{}[]?*\"#%\\^|~`$&,;:/";

    /// <exception cref="ExecutionException">Step Functions takes no such name.</exception>
    public static void Check(string name)
    {
        if (name.Length is 0 or > Longest)
        {
            var bound = name.Length == 0 ? "greater than or equal to 1" : $"less than or equal to {Longest}";
            throw new ExecutionException(
                "ValidationException",
                $"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: "
                + $"Member must have length {bound}");
        }

        if (name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF' || Forbidden.Contains(c)))
        {
            throw ExecutionException.InvalidName(name);
        }
    }

    /// <summary>The folder of that name. <c>.</c> and <c>..</c> are names to Step Functions; % is not, so it escapes them.</summary>
    public static string Folder(string name) => name.Trim('.').Length == 0 ? name.Replace(".", "%2E", StringComparison.Ordinal) : name;
}
