using RealTime.Detection;
using RealTime.Tests.Memory;

namespace RealTime.Tests.Detection;

public sealed class LimitDetectorTests
{
    private static readonly DetectorRule.Limit Warm = new("warm", "cargo_c", [], Above: 8, ClearBelow: 6, Minutes: 3);

    /// <summary>Values by the minute, a dash where the key has no row; and below them what is open.</summary>
    public static TheoryData<string, string> Cases => new()
    {
        { "9 9 9 9", "..##" },
        { "9 9 7 9 9 9", ".....#" },
        { "8 8 8 8", "...." },
        { "9 9 9 7 7 7 7", "..#####" },
        { "9 9 9 5 5 7 5 5 5", "..######." },
        { "9 9 - 9", ".. #" },
        { "9 9 - - - - 9 - - - - 9", "..    #    #" },
        { "9 9 - - - - - 9 9 9", "..     ..#" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Opens_after_minutes_above_and_clears_after_minutes_below(string values, string expected) =>
        Assert.Equal(expected, Open(Warm, values));

    [Theory]
    [InlineData("4 4 4 5.5 7", "...##")]
    [InlineData("4 4.5 5 5.5 6", ".....")]
    [InlineData("4 - 6", ". #")]
    [InlineData("4 - - 8", ".  .")]
    [InlineData("4 6 8 8 8 8", "..##..")]
    public void A_rise_is_judged_against_the_minute_so_long_before(string values, string expected) =>
        Assert.Equal(expected, Open(Warm with { Above = 1, ClearBelow = 0.5, Minutes = 1, RiseOver = 2 }, values));

    private static string Open(DetectorRule.Limit rule, string values)
    {
        var detector = new LimitDetector(rule);
        var minute = Events.Start;
        return string.Concat(values.Split(' ').Select(text =>
        {
            minute = minute.AddMinutes(1);
            if (text == "-")
            {
                return ' ';
            }

            detector = Reloaded(rule, detector);
            detector.Judge(minute, double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
            return detector.IsOpen ? '#' : '.';
        }));
    }

    private static LimitDetector Reloaded(DetectorRule.Limit rule, LimitDetector detector)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        detector.Save(writer);
        writer.Flush();
        buffer.Position = 0;
        using var reader = new BinaryReader(buffer);
        var loaded = new LimitDetector(rule);
        loaded.Load(reader);
        return loaded;
    }
}
