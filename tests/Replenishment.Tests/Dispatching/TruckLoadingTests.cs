using FsCheck;
using FsCheck.Fluent;
using Replenishment.Dispatching;
using Replenishment.Planning;

namespace Replenishment.Tests.Dispatching;

public class TruckLoadingTests
{
    private static readonly Gen<(long Cases, decimal CaseVolumeL)> AnyLine =
        from cases in Gen.Choose(1, 60)
        from millilitres in Gen.Choose(0, 99_000)
        select ((long)cases, millilitres / 1000m);

    [Fact]
    public void What_fits_a_truck_stays_together() =>
        Assert.Equal(["P1 2, P2 8"], Loads(Deliveries.Line("S1", "P1", 2), Deliveries.Line("S1", "P2", 8)));

    [Fact]
    public void Lines_stay_whole_where_a_delivery_does_not() =>
        Assert.Equal(
            ["P3 7, P1 3", "P2 4"],
            Loads(Deliveries.Line("S1", "P1", 3), Deliveries.Line("S1", "P2", 4), Deliveries.Line("S1", "P3", 7)));

    [Fact]
    public void Only_a_line_larger_than_a_truck_is_cut_and_between_cases() =>
        Assert.Equal(
            ["P1 9", "P1 9", "P2 3, P1 2"],
            Loads(Deliveries.Line("S1", "P1", 20, caseVolumeL: 11), Deliveries.Line("S1", "P2", 3)));

    [Fact]
    public void No_load_overfills_a_truck_and_nothing_is_lost() =>
        Prop.ForAll(AnyLine.NonEmptyListOf().ToArbitrary(), generated =>
        {
            var lines = generated
                .Select((line, index) => Deliveries.Line("S1", $"P{index}", line.Cases, line.CaseVolumeL))
                .ToList();
            var delivery = Deliveries.To("S1", lines);
            var loads = TruckLoading.Loads([.. lines.Select(line => new OpenLine(delivery, line))], 99.5m);
            var parcels = loads.SelectMany(load => load.Parcels).ToList();

            return loads.All(load => load.Millilitres <= 99_500)
                && parcels.Select(parcel => parcel.DispatchKey).Distinct().Count() == parcels.Count
                && parcels.All(parcel => parcel.Cases > 0 && parcel.Quantity == parcel.Cases * 6)
                && lines.All(line => Sum(parcels, line, parcel => parcel.Quantity) == line.Quantity
                    && Sum(parcels, line, parcel => parcel.Millilitres) == line.VolumeL * 1000);
        }).QuickCheckThrowOnFailure();

    private static long Sum(IEnumerable<Parcel> parcels, DeliveryLine line, Func<Parcel, long> figure) =>
        parcels.Where(parcel => parcel.OrderKey == line.OrderKey).Sum(figure);

    private static IEnumerable<string> Loads(params DeliveryLine[] lines)
    {
        var delivery = Deliveries.To("S1", lines);

        return TruckLoading.Loads([.. lines.Select(line => new OpenLine(delivery, line))], 100)
            .Select(load => string.Join(", ", load.Parcels.Select(parcel => $"{parcel.Source.Line.ProductId} {parcel.Cases}")));
    }
}
