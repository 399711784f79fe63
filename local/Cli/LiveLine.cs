namespace Local.Cli;

/// <summary>The last line of a terminal that a person watches: it changes in place. Elsewhere it is not there.</summary>
internal sealed class LiveLine(Terminal terminal) : IDisposable
{
    private const string EraseLine = "\r\u001b[2K";

    private bool shown;

    public void Show(string line)
    {
        if (terminal.IsInteractive && !terminal.IsJson)
        {
            terminal.Screen.Write(EraseLine + VisibleWriter.Visible(line));
            shown = true;
        }
    }

    /// <summary>Clears the line; it may be shown again.</summary>
    public void Dispose()
    {
        if (shown)
        {
            terminal.Screen.Write(EraseLine);
            shown = false;
        }
    }
}
