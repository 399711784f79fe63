using Replenishment.Routing;

namespace Replenishment.Tests.Routing;

public class CvrpInstanceTests
{
    private const string Triangle = """
        NAME : triangle
        COMMENT : (three, four: five)
        TYPE : CVRP
        DIMENSION : 3
        EDGE_WEIGHT_TYPE : EUC_2D
        CAPACITY : 10
        NODE_COORD_SECTION
        1 0 0
        2 3.0 0
        3 3 4.4
        DEMAND_SECTION
        1 0
        2 6
        3 7
        DEPOT_SECTION
         1
         -1
        EOF
        """;

    private const string Matrix = """
        NAME : matrix
        DIMENSION : 3
        EDGE_WEIGHT_TYPE : EXPLICIT
        EDGE_WEIGHT_FORMAT: LOWER_ROW
        CAPACITY : 10
        EDGE_WEIGHT_SECTION
        2 5
        9
        DEMAND_SECTION
        1 4
        2 0
        3 4
        DEPOT_SECTION
        2 -1
        """;

    [Fact]
    public void Euclidean_distances_round_to_the_nearest_whole_number()
    {
        var instance = Read(Triangle);

        Assert.Equal(("triangle", 3, 10), (instance.Name, instance.Problem.Places, instance.Problem.Capacity));
        Assert.Equal((3, 5, 4), Distances(instance.Problem)); // 3, 5.33 and 4.4
        Assert.Equal(16, instance.Cost(RoutePlanner.Solve(instance.Problem)));
    }

    [Fact]
    public void Depot_comes_first_wherever_it_stands()
    {
        var problem = Read(Matrix).Problem;

        Assert.Equal([0, 4, 4], Enumerable.Range(0, 3).Select(problem.Demand));
        Assert.Equal((2, 9, 5), Distances(problem));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "TYPE : CVRP", "TYPE : TSP", "t.vrp, line 3: TYPE is TSP, and only CVRP is read." },
        {
            "DIMENSION : 3", "DIMENSION : three",
            "t.vrp, line 4: three is not a whole number from 2 to 5000, as DIMENSION asks."
        },
        {
            "EUC_2D", "GEO", "t.vrp, line 5: EDGE_WEIGHT_TYPE is GEO, and only EUC_2D and EXPLICIT are read."
        },
        {
            "CAPACITY : 10", "DISTANCE : 99",
            "t.vrp, line 6: DISTANCE limits the length of routes, and only their load is limited here."
        },
        { "CAPACITY : 10", "", "t.vrp, line 18: The file ends, and CAPACITY is missing." },
        { "2 3.0 0", "2 x 0", "t.vrp, line 9: x is not a coordinate." },
        { "3 3 4.4", "2 3 4.4", "t.vrp, line 10: Node 2 stands twice in NODE_COORD_SECTION." },
        {
            "3 3 4.4", "4 3 4.4",
            "t.vrp, line 10: 4 is not a whole number from 1 to 3, as NODE_COORD_SECTION asks."
        },
        { "3 3 4.4", "3 3 4.4 9", "t.vrp, line 10: 9 is one number too many in NODE_COORD_SECTION." },
        { "3 7", "3 11", "t.vrp, line 18: Node 3 has demand 11, more than the capacity, 10." },
        { "1 0\n", "1 1\n", "t.vrp, line 18: The depot, node 1, has demand 1, and must have 0." },
        {
            "3 7\n", "",
            "t.vrp, line 14: DEPOT_SECTION is not a whole number from 1 to 3, as DEMAND_SECTION asks."
        },
        {
            "DEMAND_SECTION", "DEMANDS",
            "t.vrp, line 11: DEMANDS is neither a header (KEY : value) nor a section that is known here."
        },
        { " -1\n", " 2\n", "t.vrp, line 17: One depot and then -1 must stand in DEPOT_SECTION." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_its_line(string good, string bad, string expected) =>
        Assert.Equal(
            expected,
            Assert.Throws<CvrpFormatException>(
                () => Read(Triangle.Replace(good, bad, StringComparison.Ordinal))).Message);

    [Fact]
    public void An_empty_file_is_no_instance() =>
        Assert.Equal(
            "t.vrp, line 1: The file ends, and DIMENSION is missing.",
            Assert.Throws<CvrpFormatException>(() => Read("")).Message);

    private static (int, int, int) Distances(RoutingProblem problem) =>
        (problem.Distance(0, 1), problem.Distance(0, 2), problem.Distance(1, 2));

    private static CvrpInstance Read(string text) => CvrpInstance.Read(new StringReader(text), "t.vrp");
}
