using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Replenishment.Planning;

namespace Replenishment.Tests.Planning;

public class OrderQuantityTests
{
    public static TheoryData<string, string> Cases => CaseFile.Read("order-quantity.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Quantity_fills_up_to_the_target_in_whole_cases_that_fit(string inputs, string expected)
    {
        long[] numbers = [.. inputs.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        var line = Shortage.Line() with
        {
            OnHand = numbers[0],
            InTransit = numbers[1],
            TargetLevel = numbers[2],
            ShelfCapacity = numbers[3],
            CaseSize = numbers[4],
        };

        var cases = OrderQuantity.Cases(line, out var refusal);

        var answer = refusal is { } reason
            ? JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString())
            : (cases * line.CaseSize).ToString(CultureInfo.InvariantCulture);
        Assert.Equal(expected, answer);
    }

    [Fact]
    public void Quantity_never_overfills_a_shelf_and_stops_within_a_case_of_the_target() =>
        Prop.ForAll(Shortage.AnyLine().ToArbitrary(), line =>
        {
            var cases = OrderQuantity.Cases(line, out var refusal);
            var position = line.OnHand + line.InTransit;
            var after = position + (cases * line.CaseSize);

            return (refusal is null) == (cases > 0)
                && cases >= 0
                && (cases == 0 || after <= line.ShelfCapacity)
                && (cases == 0 || after < line.TargetLevel + line.CaseSize)
                && (after >= line.TargetLevel || after + line.CaseSize > line.ShelfCapacity);
        }).QuickCheckThrowOnFailure();
}
