using System.Diagnostics;
using System.Text;

namespace StatesLanguage;

internal static class NodeProcess
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>What is copied next to every program that uses this library.</summary>
    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "jsonata", "worker.mjs");

    /// <exception cref="System.ComponentModel.Win32Exception">There is no Node.</exception>
    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("node", arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        StandardInputEncoding = Utf8,
        StandardOutputEncoding = Utf8,
        CreateNoWindow = true,
    })!;
}
