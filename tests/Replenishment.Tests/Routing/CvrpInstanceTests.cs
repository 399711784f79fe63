using Replenishment.Routing;
using Tsplib;

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
            "EUC_2D", "GEO", "t.vrp, line 5: EDGE_WEIGHT_TYPE is GEO, and only EUC_2D, CEIL_2D, MAN_2D, MAX_2D, EXPLICIT are read."
        },
        {
            "CAPACITY : 10", "CAPACITY : ten",
            "t.vrp, line 6: ten is not a whole number of 1 or more, as CAPACITY asks."
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
            "t.vrp, line 13: DEMAND_SECTION ends after 4 numbers, too early."
        },
        {
            "DEMAND_SECTION", "DEMANDS",
            "t.vrp, line 11: DEMANDS is neither a header (KEY : value) nor a section (…_SECTION)."
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

    /// <summary>Ways in which files of the field write the same triangle.</summary>
    public static TheoryData<string, string> Spellings => new()
    {
        { "a colon after a section's name", Triangle.Replace("_SECTION", "_SECTION:", StringComparison.Ordinal) },
        { "a space and a colon after it", Triangle.Replace("_SECTION", "_SECTION :", StringComparison.Ordinal) },
        { "lower case", Triangle.ToLowerInvariant() },
        { "no space before the colon", Triangle.Replace(" : ", ": ", StringComparison.Ordinal) },
        { "tabs", Triangle.Replace(' ', '\t') },
        { "Windows' line ends", Triangle.ReplaceLineEndings("\r\n") },
        { "blank lines", Triangle.ReplaceLineEndings("\n\n") },
        { "no EOF", Triangle.Replace("EOF", "", StringComparison.Ordinal) },
        { "headers behind the sections", MovedToTheEnd("DIMENSION : 3", "CAPACITY : 10", "EDGE_WEIGHT_TYPE : EUC_2D") },
        { "headers that say more", Triangle.Replace("TYPE : CVRP", "TYPE : CVRP\nVEHICLES : 2", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_file_is_read_as_the_field_writes_it(string spelling, string text) =>
        Assert.True((3, 5, 4) == Distances(Read(text).Problem), spelling);

    [Theory]
    [InlineData("FULL_MATRIX", "9999 2 5 2 9999 9 5 9 9999")]
    [InlineData("FULL_MATRIX", "0 2 5\n2 0 9\n5 9 0")]
    [InlineData("LOWER_ROW", "2 5 9")]
    [InlineData("UPPER_ROW", "2 5 9")]
    [InlineData("LOWER_DIAG_ROW", "7 2 7 5 9 7")]
    [InlineData("UPPER_DIAG_ROW", "7 2 5 7 9 7")]
    public void A_matrix_is_read_in_each_form_and_nobody_drives_from_a_place_to_itself(string format, string weights)
    {
        var problem = Read($"""
            DIMENSION : 3
            CAPACITY : 10
            EDGE_WEIGHT_TYPE : EXPLICIT
            EDGE_WEIGHT_FORMAT : {format}
            EDGE_WEIGHT_SECTION
            {weights}
            DEMAND_SECTION
            1 0 2 4 3 4
            """).Problem;

        Assert.Equal((2, 5, 9), Distances(problem));
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(place => problem.Distance(place, place)));
    }

    [Fact]
    public void A_longest_route_is_kept_with_the_service_at_its_stops()
    {
        // There and back: 6 and 10; all in one: 3 + 4 + 5 = 12. The demands would fit one truck.
        var text = Triangle
            .Replace("3 7", "3 4", StringComparison.Ordinal)
            .Replace("CAPACITY", "SERVICE_TIME : 1\nDISTANCE : {0}\nCAPACITY", StringComparison.Ordinal);

        Assert.Single(Routes("14"));
        Assert.Equal(2, Routes("13").Count);
        Assert.Equal(2, Routes("13.0").Count);

        IReadOnlyList<IReadOnlyList<int>> Routes(string longest) =>
            RoutePlanner.Solve(Read(text.Replace("{0}", longest, StringComparison.Ordinal)).Problem);
    }

    private static string MovedToTheEnd(params string[] headers) =>
        headers
            .Aggregate(Triangle, (text, header) => text.Replace(header + "\n", "", StringComparison.Ordinal))
            .Replace("EOF", string.Join('\n', headers), StringComparison.Ordinal);

    [Fact]
    public void An_empty_file_is_no_instance() =>
        Assert.Equal(
            "t.vrp, line 1: The file ends, and DIMENSION is missing.",
            Assert.Throws<CvrpFormatException>(() => Read("")).Message);

    private static (int, int, int) Distances(RoutingProblem problem) =>
        (problem.Distance(0, 1), problem.Distance(0, 2), problem.Distance(1, 2));

    private static CvrpInstance Read(string text) => CvrpInstance.Read(new StringReader(text), "t.vrp");
}
