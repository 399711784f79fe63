using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.Lambda.Core;

namespace SdkFakes;

/// <summary>A function's log as lines of level and text, with the arguments in their places.</summary>
public sealed partial class LogLines : ILambdaLogger
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines => [.. lines];

    public void Log(string message) => lines.Add(message);

    public void LogLine(string message) => lines.Add(message);

    public void Log(string level, string message, params object[] args)
    {
        var next = 0;
        lines.Add($"{level}: {Place().Replace(message, _ => Convert.ToString(args[next++], CultureInfo.InvariantCulture) ?? "")}");
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
