using System.Globalization;

namespace Infra;

/// <summary>Reads configuration values and collects what is wrong with them, so that all of it is told at once.</summary>
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
    public string? Optional(string key) => config(key) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public int Number(string key, int otherwise, int least, int most)
    {
        if (Optional(key) is not { } text)
        {
            return otherwise;
        }

        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return Require(isNumber && number >= least && number <= most, key, $"not a whole number from {least} to {most}", $"{otherwise}")
            ? number
            : otherwise;
    }

    public int Choice(string key, int otherwise, int[] allowed)
    {
        if (Optional(key) is not { } text)
        {
            return otherwise;
        }

        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return Require(isNumber && allowed.Contains(number), key, $"not one of {string.Join(", ", allowed)}", $"{otherwise}")
            ? number
            : otherwise;
    }

    public bool Switch(string key, bool otherwise)
    {
        if (Optional(key) is not { } text)
        {
            return otherwise;
        }

        return Require(bool.TryParse(text, out var value), key, "not true or false", otherwise ? "true" : "false") ? value : otherwise;
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
}
