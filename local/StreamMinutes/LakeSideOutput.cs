using Lake.S3;
using Local.Names;
using RealTime.SideOutputs;

namespace Local.StreamMinutes;

/// <summary>Refused and late records in the lake bucket, an object for each, under its own path.</summary>
internal sealed class LakeSideOutput(S3Folder lake) : ISideOutput
{
    public Task KeepAsync(IReadOnlyList<SetAside> records, CancellationToken cancellation = default)
    {
        foreach (var record in records)
        {
            cancellation.ThrowIfCancellationRequested();
            lake.Put(new(LocalNames.LakeBucket, record.Path), record.ToJson());
        }

        return Task.CompletedTask;
    }
}
