using System.Collections.Immutable;
using System.ComponentModel;

namespace StatesLanguage;

/// <summary>What is known of a definition's JSONata before it runs.</summary>
internal abstract record JsonataCheck
{
    private JsonataCheck()
    {
    }

    /// <param name="Problem">A sentence that says what is missing and what to install.</param>
    public sealed record Unavailable(string Problem) : JsonataCheck;

    /// <param name="Problems">For each expression what is wrong with it, or null.</param>
    public sealed record Checked(ImmutableArray<string?> Problems) : JsonataCheck;
}

/// <summary>Has the reference implementation read expressions without evaluating them.</summary>
internal static class NodeChecker
{
    private const int OldestVersion = 20;

    private const string Remedy =
        "JSONata expressions are evaluated in Node.js: install Node.js 20 or later (https://nodejs.org), so that 'node' is found on the PATH.";

    private static readonly Lazy<string?> Missing = new(FindProblem);

    public static JsonataCheck Check(IReadOnlyList<string> expressions) =>
        Missing.Value is { } problem ? new JsonataCheck.Unavailable(problem)
        : expressions.Count == 0 ? new JsonataCheck.Checked([])
        : Read(expressions);

    private static JsonataCheck.Checked Read(IReadOnlyList<string> expressions)
    {
        using var process = NodeProcess.Start(NodeProcess.Script, "--check");
        process.StandardInput.WriteLine(JsonArray.Of(expressions.Select(Json.Of)));
        process.StandardInput.Close();
        var problems = (JsonArray)Json.Parse(process.StandardOutput.ReadToEnd());
        return new JsonataCheck.Checked([.. problems.Select(problem => (problem as JsonString)?.Value)]);
    }

    private static string? FindProblem()
    {
        try
        {
            using var process = NodeProcess.Start("--version");
            var version = process.StandardOutput.ReadToEnd().Trim();
            return int.TryParse(version.TrimStart('v').Split('.')[0], out var major) && major >= OldestVersion
                ? null
                : $"'node' has version {version}. {Remedy}";
        }
        catch (Win32Exception)
        {
            return $"'node' was not found. {Remedy}";
        }
    }
}
