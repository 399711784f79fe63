using FsCheck;
using FsCheck.Fluent;
using Replenishment.Routing;

namespace Replenishment.Tests.Routing;

public class RoutePlannerTests
{
    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(20);

    [Fact]
    public void Every_stop_is_served_once_and_no_truck_is_overloaded() =>
        Prop.ForAll(Instances.Any.ToArbitrary(), problem =>
        {
            var routes = RoutePlanner.Solve(problem);

            return routes.SelectMany(route => route).Order().SequenceEqual(Enumerable.Range(1, problem.Places - 1))
                && routes.All(route => route.Sum(problem.Demand) <= problem.Capacity);
        }).Check(Few);

    [Fact]
    public void Each_step_is_at_least_as_short_as_the_one_before() =>
        Prop.ForAll(Instances.Any.ToArbitrary(), problem =>
        {
            var oneByOne = Enumerable.Range(1, problem.Places - 1).Sum(stop => problem.Length([stop]));
            var savings = Savings.Build(problem).Sum(problem.Length);
            var solved = RoutePlanner.Solve(problem).Sum(problem.Length);

            return savings <= oneByOne && solved <= savings;
        }).Check(Few);

    [Fact]
    public void The_same_problem_has_the_same_routes() =>
        Prop.ForAll(Instances.Any.ToArbitrary(), problem =>
            RoutePlanner.Solve(problem).Select(route => string.Join(' ', route))
                .SequenceEqual(RoutePlanner.Solve(problem).Select(route => string.Join(' ', route))))
            .Check(Few);

    [Fact]
    public void Savings_join_what_lies_together()
    {
        // Two stops in the north, two in the south, and room for two on a truck.
        int[] north = [0, 10, 11, -10, -11];
        var problem = new RoutingProblem(2, [0, 1, 1, 1, 1], (from, to) => Math.Abs(north[from] - north[to]));

        Assert.Equal(
            ["1-2", "3-4"],
            RoutePlanner.Solve(problem).Select(route => string.Join('-', route.Order())).Order());
        Assert.Equal(44, RoutePlanner.Solve(problem).Sum(problem.Length));
    }

    [Fact]
    public void No_route_takes_longer_than_it_may_unless_its_only_stop_does() =>
        Prop.ForAll(Instances.Any.ToArbitrary(), Gen.Choose(1, 400).ToArbitrary(), (problem, longest) =>
        {
            var timed = new RoutingProblem(
                problem.Capacity,
                [.. Enumerable.Range(0, problem.Places).Select(problem.Demand)],
                problem.Distance,
                new(longest, Service: 5, problem.Distance));
            var routes = RoutePlanner.Solve(timed);

            return routes.SelectMany(route => route).Order().SequenceEqual(Enumerable.Range(1, problem.Places - 1))
                && routes.All(route => route.Count == 1 || timed.Time(route) <= longest)
                && routes.All(route => timed.Time(route) == problem.Length(route) + (5 * route.Count));
        }).Check(Few);

    [Fact]
    public void Planning_ends_when_it_is_called_off()
    {
        using var called = new CancellationTokenSource();
        called.Cancel();
        var problem = new RoutingProblem(2, [0, 1, 1, 1, 1], (from, to) => Math.Abs(from - to));

        Assert.Throws<OperationCanceledException>(() => RoutePlanner.Solve(problem, cancellation: called.Token));
    }

    [Fact]
    public void No_stops_need_no_route() =>
        Assert.Empty(RoutePlanner.Solve(new RoutingProblem(1, [0], (_, _) => 0)));

    [Fact]
    public void A_stop_that_needs_more_than_a_truck_is_refused() =>
        Assert.Equal(
            "Every demand lies between 0 and the capacity, 5. (Parameter 'demands')",
            Assert.Throws<ArgumentException>(() => new RoutingProblem(5, [0, 6], (_, _) => 1)).Message);
}
