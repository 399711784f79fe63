using FsCheck;
using FsCheck.Fluent;
using Replenishment.Routing;

namespace Replenishment.Tests.Routing;

/// <summary>Routing problems drawn at random: scattered, clustered, or with several stops in one place.</summary>
internal static class Instances
{
    private const int MostStops = 30;

    public static Gen<RoutingProblem> Any { get; } =
        from grid in Gen.Elements(1, 10, 1_000)
        from capacity in Gen.Choose(10, 60)
        from stops in
            (from x in Gen.Choose(0, grid)
             from y in Gen.Choose(0, grid)
             from demand in Gen.Choose(0, 10)
             select (x, y, demand)).ListOf().Resize(MostStops)
        select Of(capacity, [(grid / 2, grid / 2, 0), .. stops]);

    private static RoutingProblem Of(long capacity, IReadOnlyList<(int X, int Y, int Demand)> places) => new(
        capacity,
        [.. places.Select(place => (long)place.Demand)],
        (from, to) => (int)Math.Round(Math.Sqrt(
            Math.Pow(places[from].X - places[to].X, 2) + Math.Pow(places[from].Y - places[to].Y, 2))));
}
