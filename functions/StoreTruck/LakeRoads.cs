using Amazon.S3;
using Amazon.S3.Model;
using Replenishment.Dispatching;
using Workflow;
using Workflow.Reference;

namespace StoreTruck;

/// <summary>The ways of the lake's table <c>distances</c>, read again once it has changed; estimates while there is none.</summary>
internal sealed class LakeRoads(IAmazonS3 s3, string bucket) : IRoads
{
    private static readonly TableDefinition Distances = WorkflowFiles.Table("distances");

    private RoadTable? table;
    private string version = "";

    /// <summary>A sentence on the ways that routes needed and the table lacks; null: none, or there is no table.</summary>
    public string? Missing => table?.Missing;

    public RoadLeg Between(Site one, Site other) => table?.Between(one, other) ?? EstimatedRoads.Everywhere.Between(one, other);

    /// <exception cref="ReferenceDataException">A row is wrong; the message names the object and the line.</exception>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        var objects = await ListAsync(cancellation);
        var listed = string.Join('\n', objects.Select(found => $"{found.Key} {found.ETag}"));
        if (listed != version)
        {
            table = await ReadAsync(objects, cancellation);
            version = listed;
        }
    }

    private async Task<List<S3Object>> ListAsync(CancellationToken cancellation)
    {
        var objects = new List<S3Object>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = Distances.Prefix };
        do
        {
            var page = await s3.ListObjectsV2Async(request, cancellation);
            objects.AddRange(page.S3Objects ?? []);
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);

        return objects;
    }

    private async Task<RoadTable?> ReadAsync(List<S3Object> objects, CancellationToken cancellation)
    {
        var read = new RoadTable($"The table {Distances.Name}");
        foreach (var found in objects)
        {
            using var answer = await s3.GetObjectAsync(bucket, found.Key, cancellation);
            using var csv = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(csv, cancellation);
            csv.Position = 0;
            try
            {
                foreach (var row in ReferenceContent.ReadRows(csv, ReferenceFormat.Csv, Distances))
                {
                    read.Add(row);
                }
            }
            catch (ReferenceDataException problem)
            {
                throw new ReferenceDataException($"s3://{bucket}/{found.Key}: {problem.Message}");
            }
        }

        return read.IsEmpty ? null : read;
    }
}
