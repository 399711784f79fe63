using Chaos.Runs;
using Local.Storage;

namespace Chaos.Disks;

/// <summary>What a killed process was writing is gone when the folder is next opened; what it had written stays.</summary>
public sealed class LeftoverTests
{
    [Theory]
    [InlineData("tmp/kq2x1.abc")]
    [InlineData("tmp/spilled/block.tmp")]
    [InlineData("executions/StorePlanning/e1/execution.json.unfinished")]
    [InlineData("format.unfinished")]
    public async Task Files_that_were_never_finished_are_removed(string leftover)
    {
        using var site = await Site.CreateAsync(stores: 1, products: 1);
        var path = Path.Combine(site.Data, leftover);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "half", TestContext.Current.CancellationToken);
        var lake = Directory.GetFiles(Path.Combine(site.Data, "s3"), "*", SearchOption.AllDirectories);

        DataFolder.Open(site.Data).Dispose();

        Assert.False(File.Exists(path));
        Assert.True(Path.GetDirectoryName(leftover) != "tmp/spilled" || !Directory.Exists(Path.GetDirectoryName(path)));
        Assert.Equal(lake, Directory.GetFiles(Path.Combine(site.Data, "s3"), "*", SearchOption.AllDirectories));
    }
}
