using System.Runtime.CompilerServices;

namespace Infra.Tests;

/// <summary>Text that a person has read and found right.</summary>
internal static class Snapshot
{
    /// <summary>Compares with <c>Snapshots/&lt;name&gt;.txt</c>; with UPDATE_SNAPSHOTS=1 in the environment it writes the file instead.</summary>
    public static void Matches(string name, string actual, [CallerFilePath] string test = "")
    {
        var file = $"{name}.txt";
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(test)!, "Snapshots", file), actual);
            return;
        }

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Snapshots", file)), actual);
    }
}
