using Tests.Shared;

namespace Infra.Tests;

/// <summary>How the folders of <c>infra/</c> may use each other.</summary>
public sealed class FolderTests
{
    [Fact]
    public void No_folder_uses_another_that_uses_it()
    {
        var arrows = FolderArrows.Below("Infra", "Infra");

        Assert.Contains(("(root)", "Components"), arrows);
        Assert.Contains(("Components", "Policies"), arrows);
        Assert.Contains(("Components", "Observation"), arrows);
        Assert.Equal([], FolderArrows.InCircles(arrows));
    }
}
