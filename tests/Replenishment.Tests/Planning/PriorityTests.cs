using System.Globalization;
using Replenishment.Planning;

namespace Replenishment.Tests.Planning;

public class PriorityTests
{
    public static TheoryData<string, string> Cases => CaseFile.Read("priority.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Priority_is_the_whole_days_until_a_shelf_is_empty(string inputs, string expected)
    {
        var parts = inputs.Split(' ');
        var line = Shortage.Line() with
        {
            DaysOfCover = parts[0] == "?" ? null : double.Parse(parts[0], CultureInfo.InvariantCulture),
            OnHand = long.Parse(parts[1], CultureInfo.InvariantCulture),
            InTransit = long.Parse(parts[2], CultureInfo.InvariantCulture),
        };

        Assert.Equal(expected, Priority.Of([line]).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Most_urgent_line_decides() =>
        Assert.Equal(1, Priority.Of([
            Shortage.Line() with { DaysOfCover = 5 }, Shortage.Line() with { DaysOfCover = 1.5 }, Shortage.Line()]));
}
