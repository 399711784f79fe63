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
            "EUC_2D", "EUC_3D",
            "t.vrp, line 5: EDGE_WEIGHT_TYPE is EUC_3D, and only EUC_2D, CEIL_2D, MAN_2D, MAX_2D, ATT, GEO, EXPLICIT are read."
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
        { "3 7", "3 11", "t.vrp, line 14: Node 3 has demand 11, more than the capacity, 10." },
        { "1 0\n", "1 1\n", "t.vrp, line 12: The depot, node 1, has demand 1, and must have 0." },
        {
            "3 7\n", "",
            "t.vrp, line 13: DEMAND_SECTION ends after 4 numbers, too early."
        },
        {
            "DEMAND_SECTION", "DEMANDS",
            "t.vrp, line 11: DEMANDS is neither a header (KEY : value) nor a section (…_SECTION)."
        },
        { " -1\n", " 2\n", "t.vrp, line 17: One depot and then -1 must stand in DEPOT_SECTION." },
        { " 1\n -1", "-1", "t.vrp, line 16: -1 is not a whole number from 1 to 3, as DEPOT_SECTION asks." },
        { "CAPACITY : 10", "CAPACITY : 10.5", "t.vrp, line 6: 10.5 is not a whole number of 1 or more, as CAPACITY asks." },
        { "CAPACITY : 10", "CAPACITY", "t.vrp, line 6: CAPACITY is neither a header (KEY : value) nor a section (…_SECTION)." },
        { "CAPACITY : 10", "CAPACITY :", "t.vrp, line 6: '' is not a whole number of 1 or more, as CAPACITY asks." },
        { "CAPACITY : 10", "CAPACITY : 10\nCAPACITY : 20", "t.vrp, line 7: CAPACITY is 20, and 10 on line 6: leave one of them." },
        { "2 3.0 0", "2 NaN 0", "t.vrp, line 9: NaN is not a coordinate." },
        { "2 3.0 0", "2 3,0 0", "t.vrp, line 9: 3,0 is not a coordinate." },
        { "2 3.0 0", "2 1e9 0", "t.vrp, line 9: 1e9 is not a coordinate." },
        { "3 3 4.4", "3 3 4.4 Berlin", "t.vrp, line 10: Berlin is one number too many in NODE_COORD_SECTION." },
        { "1 0 0", "0 0 0", "t.vrp, line 8: 0 is not a whole number from 1 to 3, as NODE_COORD_SECTION asks." },
        {
            "DEPOT_SECTION", "TIME_WINDOW_SECTION\n1 0 9\nDEPOT_SECTION",
            "t.vrp, line 15: TIME_WINDOW_SECTION is not read: only NODE_COORD_SECTION, EDGE_WEIGHT_SECTION, DEMAND_SECTION, "
            + "DEPOT_SECTION, DISPLAY_DATA_SECTION are. Take it out where routes need not keep to it."
        },
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
        { "numbers behind a section's name", Triangle.Replace("DEPOT_SECTION\n 1\n -1", "DEPOT_SECTION : 1 -1", StringComparison.Ordinal) },
        { "no -1 behind the depot", Triangle.Replace(" -1\n", "", StringComparison.Ordinal) },
        { "no colon behind a key", Triangle.Replace(" : ", " ", StringComparison.Ordinal) },
        { "exponents", Triangle.Replace("2 3.0 0", "2 3.0e+00 0E0", StringComparison.Ordinal).Replace("3 3 4.4", "3 .3e1 44.0e-1", StringComparison.Ordinal) },
        { "whole numbers with a fraction", Triangle.Replace("CAPACITY : 10", "CAPACITY : 1.0E1", StringComparison.Ordinal).Replace("2 6", "2 6.00", StringComparison.Ordinal) },
        { "several comments", Triangle.Replace("TYPE : CVRP", "COMMENT : one\nCOMMENT two words: three\nTYPE : CVRP", StringComparison.Ordinal) },
        { "a section for drawing", Triangle.Replace("DEPOT_SECTION", "DISPLAY_DATA_SECTION\n1 9 9\nDEPOT_SECTION", StringComparison.Ordinal) },
        { "sections in another order", InAnotherOrder },
        { "text behind EOF", Triangle + "\nNODE_COORD_SECTION\nand so on" },
        { "headers that say more", Triangle.Replace("TYPE : CVRP", "TYPE : CVRP\nVEHICLES : 2", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_file_is_read_as_the_field_writes_it(string spelling, string text) =>
        Assert.True((3, 5, 4) == Distances(Read(text).Problem), spelling);

    // Worked out by the formulas of TSPLIB 95, section 2, for the legs of 3, √28.36 = 5.33 and 4.4.
    [Theory]
    [InlineData("EUC_2D", 3, 5, 4)]
    [InlineData("euc_2d", 3, 5, 4)]
    [InlineData("CEIL_2D", 3, 6, 5)]
    [InlineData("MAN_2D", 3, 7, 4)]
    [InlineData("MAX_2D", 3, 4, 4)]
    [InlineData("ATT", 1, 2, 2)] // √0.9, √2.836 and √1.936, rounded up
    public void A_distance_is_rounded_as_its_type_says(string type, int first, int second, int third) =>
        Assert.Equal((first, second, third), Distances(Read(Triangle.Replace("EUC_2D", type, StringComparison.Ordinal)).Problem));

    /// <remarks>TSPLIB's ulysses16, whose distances GLPK's examples/tsp.mod has as a table.</remarks>
    [Fact]
    public void A_place_on_earth_is_degrees_and_minutes()
    {
        var problem = Read("""
            DIMENSION : 5
            CAPACITY : 10
            EDGE_WEIGHT_TYPE : GEO
            NODE_COORD_SECTION
            1 38.24 20.42
            2 39.57 26.15
            3 40.56 25.32
            4 36.26 23.12
            5 33.48 10.54
            DEMAND_SECTION
            1 0 2 1 3 1 4 1 5 1
            """).Problem;

        Assert.Equal([0, 509, 501, 312, 1019], Enumerable.Range(0, 5).Select(place => problem.Distance(0, place)));
        Assert.Equal(126, problem.Distance(1, 2));
    }

    [Theory]
    [InlineData("FULL_MATRIX", "9999 2 5 2 9999 9 5 9 9999")]
    [InlineData("FULL_MATRIX", "-1 2 5 2 1e20 9 5 9 99999999999999")]
    [InlineData("full_matrix", "0 2.0 5 2 0 9 5 9 0")]
    [InlineData("FULL_MATRIX", "0 2 5\n2 0 9\n5 9 0")]
    [InlineData("LOWER_ROW", "2 5 9")]
    [InlineData("UPPER_ROW", "2 5 9")]
    [InlineData("LOWER_DIAG_ROW", "7 2 7 5 9 7")]
    [InlineData("UPPER_DIAG_ROW", "7 2 5 7 9 7")]
    [InlineData("LOWER_COL", "2 5 9")]
    [InlineData("UPPER_COL", "2 5 9")]
    [InlineData("LOWER_DIAG_COL", "7 2 5 7 9 7")]
    [InlineData("UPPER_DIAG_COL", "7 2 7 5 9 7")]
    public void A_matrix_is_read_in_each_form_and_nobody_drives_from_a_place_to_itself(string format, string weights)
    {
        var problem = Read(Explicit(3, format, weights, "1 0 2 4 3 4")).Problem;

        Assert.Equal((2, 5, 9), Distances(problem));
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(place => problem.Distance(place, place)));
    }

    // Four places: with three, rows and columns of a half hold the same.
    [Theory]
    [InlineData("UPPER_ROW", "12 13 14 23 24 34")]
    [InlineData("LOWER_COL", "12 13 14 23 24 34")]
    [InlineData("LOWER_ROW", "12 13 23 14 24 34")]
    [InlineData("UPPER_COL", "12 13 23 14 24 34")]
    [InlineData("UPPER_DIAG_ROW", "0 12 13 14 0 23 24 0 34 0")]
    [InlineData("LOWER_DIAG_COL", "0 12 13 14 0 23 24 0 34 0")]
    [InlineData("LOWER_DIAG_ROW", "0 12 0 13 23 0 14 24 34 0")]
    [InlineData("UPPER_DIAG_COL", "0 12 0 13 23 0 14 24 34 0")]
    [InlineData("FULL_MATRIX", "0 12 13 14 12 0 23 24 13 23 0 34 14 24 34 0")]
    public void Columns_and_rows_of_a_half_are_told_apart(string format, string weights)
    {
        var problem = Read(Explicit(4, format, weights, "1 0 2 4 3 4 4 4")).Problem;

        Assert.Equal([12, 13, 14, 23, 24, 34], new[] { (1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4) }
            .Select(pair => problem.Distance(pair.Item1 - 1, pair.Item2 - 1)));
    }

    [Theory]
    [InlineData("FUNCTION", "2 5 9", "t.vrp, line 4: EDGE_WEIGHT_FORMAT is FUNCTION, and only FULL_MATRIX, LOWER_ROW, UPPER_ROW, "
        + "LOWER_DIAG_ROW, UPPER_DIAG_ROW, LOWER_COL, UPPER_COL, LOWER_DIAG_COL, UPPER_DIAG_COL are read.")]
    [InlineData("UPPER_ROW", "2 5", "t.vrp, line 6: EDGE_WEIGHT_SECTION ends after 2 numbers, too early.")]
    [InlineData("UPPER_ROW", "2 5 9 7", "t.vrp, line 6: 7 is one number too many in EDGE_WEIGHT_SECTION.")]
    [InlineData("UPPER_ROW", "2 5 9.5", "t.vrp, line 6: 9.5 is not a whole number from 0 to 500000000, as EDGE_WEIGHT_SECTION asks.")]
    [InlineData("UPPER_ROW", "2 5 -9", "t.vrp, line 6: -9 is not a whole number from 0 to 500000000, as EDGE_WEIGHT_SECTION asks.")]
    [InlineData("UPPER_ROW", "2 5 999999999", "t.vrp, line 6: 999999999 is not a whole number from 0 to 500000000, as EDGE_WEIGHT_SECTION asks.")]
    [InlineData("UPPER_DIAG_ROW", "x 2 5 0 9 0", "t.vrp, line 6: x 2 5 0 9 0 is neither a header (KEY : value) nor a section (…_SECTION).")]
    [InlineData("UPPER_DIAG_ROW", "0 2 5 x 9 0", "t.vrp, line 6: x is not a number, as EDGE_WEIGHT_SECTION asks.")]
    [InlineData("FULL_MATRIX", "0 2 5 3 0 9 5 9 0", "t.vrp, line 6: From 2 to 1 is 3, and back 2: only symmetric distances are read.")]
    public void A_matrix_that_cannot_be_read_is_refused_with_its_line(string format, string weights, string expected) =>
        Assert.Equal(
            expected, Assert.Throws<CvrpFormatException>(() => Read(Explicit(3, format, weights, "1 0 2 4 3 4"))).Message);

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

    private static string Explicit(int dimension, string format, string weights, string demands) => $"""
        DIMENSION : {dimension}
        CAPACITY : 10
        EDGE_WEIGHT_TYPE : EXPLICIT
        EDGE_WEIGHT_FORMAT : {format}
        EDGE_WEIGHT_SECTION
        {weights}
        DEMAND_SECTION
        {demands}
        """;

    private const string InAnotherOrder = """
        DEPOT_SECTION
        1
        -1
        DEMAND_SECTION
        3 7
        1 0
        2 6
        EDGE_WEIGHT_TYPE : EUC_2D
        DIMENSION : 3
        NODE_COORD_SECTION
        3 3 4.4
        2 3 0
        1 0 0
        CAPACITY : 10
        """;

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
