using System.Globalization;

namespace Infra.Configuration;

/// <summary>Reads configuration values and collects what is wrong with them, to tell all of it at once.</summary>
internal sealed class SettingsReader(Func<string, string?> config, string project)
{
    private readonly List<string> problems = [];

    public string Text(string key, string meaning, string example)
    {
        var value = Optional(key);
        if (value is null)
        {
            Report($"{project}:{key} is not set. Set {meaning}: pulumi config set {key} {example}.");
        }

        return value ?? "";
    }

    /// <summary>Blank is as good as not set, because <c>Pulumi.yaml</c> cannot say "none" otherwise.</summary>
    public string? Optional(string key) => config(key)?.Trim() is { Length: > 0 } value ? value : null;

    public int Number(string key, int otherwise, int least, int most) =>
        Read(key, otherwise, number => number >= least && number <= most, $"not a whole number from {least} to {most}");

    public int Choice(string key, int otherwise, int[] allowed) =>
        Read(key, otherwise, allowed.Contains, $"not one of {string.Join(", ", allowed)}");

    /// <param name="allowed">The words that it may be.</param>
    public string Word(string key, string otherwise, params string[] allowed) => Optional(key) is { } word
        && Require(allowed.Contains(word), key, $"not one of {string.Join(", ", allowed)}", otherwise)
            ? word
            : otherwise;

    public bool Switch(string key, bool otherwise)
    {
        if (Optional(key) is not { } text)
        {
            return otherwise;
        }

        var isSwitch = bool.TryParse(text, out var value);
        return Require(isSwitch, key, "not true or false", otherwise ? "true" : "false") ? value : otherwise;
    }

    /// <summary>Reports a value that does not hold what it should.</summary>
    public bool Require(bool holds, string key, string problem, string remedy)
    {
        if (!holds)
        {
            Report($"{project}:{key} is '{Optional(key)}', {problem}. Set another: pulumi config set {key} {remedy}.");
        }

        return holds;
    }

    public void Report(string problem) => problems.Add(problem);

    public void ThrowIfWrong()
    {
        if (problems.Count > 0)
        {
            throw new SettingsException(problems);
        }
    }

    private int Read(string key, int otherwise, Func<int, bool> isAllowed, string problem)
    {
        if (Optional(key) is not { } text)
        {
            return otherwise;
        }

        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return Require(isNumber && isAllowed(number), key, problem, $"{otherwise}") ? number : otherwise;
    }
}
