namespace Tests.Shared;

/// <summary>A routing instance that a person can solve: two stops above the depot, two below, two to a truck; the best is 42.</summary>
internal static class SquareInstance
{
    public const string Text = """
        NAME : square
        TYPE : CVRP
        DIMENSION : 5
        EDGE_WEIGHT_TYPE : EUC_2D
        CAPACITY : 2
        NODE_COORD_SECTION
        1 0 0
        2 0 10
        3 1 10
        4 0 -10
        5 1 -10
        DEMAND_SECTION
        1 0
        2 1
        3 1
        4 1
        5 1
        DEPOT_SECTION
        1
        -1
        EOF
        """;
}
