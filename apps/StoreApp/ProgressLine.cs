namespace StoreApp;

/// <summary>Says how far a command is: on a terminal on one line that is written over, else on a line now and then.</summary>
/// <remarks>Work that is over soon shows no progress.</remarks>
internal sealed class ProgressLine(TextWriter output, TimeProvider clock, bool isTerminal)
{
    private readonly TimeSpan interval = isTerminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10);
    private long shownAt = clock.GetTimestamp();
    private int width;

    public void Show(string text)
    {
        if (clock.GetElapsedTime(shownAt) < interval)
        {
            return;
        }

        shownAt = clock.GetTimestamp();
        if (!isTerminal)
        {
            output.WriteLine(text);
            return;
        }

        output.Write($"\r{text.PadRight(width)}");
        width = text.Length;
    }

    /// <summary>Takes the line away, so that what is written next starts at the margin.</summary>
    public void Clear()
    {
        if (isTerminal && width > 0)
        {
            output.Write($"\r{new string(' ', width)}\r");
            width = 0;
        }
    }
}
