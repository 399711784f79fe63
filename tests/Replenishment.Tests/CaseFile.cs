namespace Replenishment.Tests;

/// <summary>A table of cases, <c>input input → answer // remark</c> to the line.</summary>
internal static class CaseFile
{
    public static TheoryData<string, string> Read(string name)
    {
        using var stream = typeof(CaseFile).Assembly.GetManifestResourceStream(name)!;
        using var text = new StreamReader(stream);
        var cases = new TheoryData<string, string>();
        while (text.ReadLine() is { } line)
        {
            if (line.Split("//")[0].Split('→') is [var inputs, var answer])
            {
                cases.Add(string.Join(' ', inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries)), answer.Trim());
            }
        }

        return cases;
    }
}
