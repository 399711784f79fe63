namespace StoreSimulation.Tests;

public class PcgTests
{
    [Fact]
    public void Numbers_never_change_from_machine_to_machine()
    {
        var random = new Pcg(42);

        // As the reference implementation of PCG32 draws them.
        Assert.Equal([761, 418, 448, 266, 959, 409, 796, 835], Enumerable.Range(0, 8).Select(_ => random.Below(1_000)));
    }

    [Fact]
    public void Numbers_stay_within_their_bounds_and_reach_them()
    {
        var random = new Pcg(1);

        var drawn = Enumerable.Range(0, 2_000).Select(_ => random.Between(-3, 3)).ToHashSet();

        Assert.Equal([-3, -2, -1, 0, 1, 2, 3], drawn.Order());
    }
}
