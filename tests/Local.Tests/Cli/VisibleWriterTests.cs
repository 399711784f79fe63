using Local.Cli;

namespace Local.Tests.Cli;

/// <summary>Foreign texts do nothing to the terminal that they are shown on.</summary>
public sealed class VisibleWriterTests
{
    [Theory]
    [InlineData("plain, größer, 店 😀\ttab\nline", "plain, größer, 店 😀\ttab\nline")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", "\\u001B[2J\\u001B]0;title\\u0007")]
    [InlineData("all is well\rFAILED", "all is well\\u000DFAILED")]
    [InlineData("\u009b31m\u007f\0", "\\u009B31m\\u007F\\u0000")]
    [InlineData("\u202Etxt.exe\u2066", "\\u202Etxt.exe\\u2066")]
    public void A_control_character_is_written_out(string text, string shown)
    {
        using var screen = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(screen, screen, Stream.Null, IsInteractive: false);

        terminal.Notice(text);
        terminal.Error.Write(text);
        terminal.Output.Write(text.ToCharArray());
        terminal.Result(1, lines => lines.WriteLine($"{text}"));

        Assert.Equal($"{shown}\n{shown}{shown}{shown}\n", screen.ToString());
    }

    [Fact]
    public void The_line_that_changes_in_place_shows_them_too()
    {
        using var screen = new StringWriter();
        using (var line = new LiveLine(new(screen, screen, Stream.Null, IsInteractive: true)))
        {
            line.Show("\u001b[31mred");
        }

        Assert.Equal("\r\u001b[2K\\u001B[31mred\r\u001b[2K", screen.ToString());
    }
}
