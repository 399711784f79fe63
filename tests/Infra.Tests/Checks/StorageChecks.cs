namespace Infra.Tests.Checks;

public class StorageChecks
{
    [Fact]
    public async Task Check_01_Access_to_the_lake_is_logged()
    {
        var stack = await DeployedStack.Dev;
        var logging = stack.The("lake-access-logging");

        Assert.Equal("streaming-analytics-dev-lake-111122223333", logging.Text("bucket"));
        Assert.Equal("streaming-analytics-dev-access-logs-111122223333", logging.Text("targetBucket"));
        var mayWrite = Assert.Single(stack.The("access-logs-bucket-policy").Statements("policy"), statement => statement.Effect == "Allow");
        Assert.Equal(["logging.s3.amazonaws.com"], mayWrite.Services);
        Assert.Equal(
            """{"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:s3:::streaming-analytics-dev-lake-111122223333"}}""",
            mayWrite.Condition!.ToJsonString());
    }

    [Fact]
    public async Task Check_02_No_bucket_can_be_made_public() => await OfEachBucket("s3/BucketPublicAccessBlock", block =>
        Assert.All(
            ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"],
            setting => Assert.True(block.Flag(setting), setting)));

    [Fact]
    public async Task Check_03_Buckets_refuse_requests_without_TLS() => await OfEachBucket("s3/BucketPolicy", policy =>
    {
        var arn = $"arn:aws:s3:::{policy.Text("bucket")}";
        var denial = Assert.Single(policy.Statements("policy"), statement => statement.Effect == "Deny");
        Assert.True(denial.IsForAnyone);
        Assert.Equal(["s3:*"], denial.Actions);
        Assert.Equal([arn, $"{arn}/*"], denial.Resources);
        Assert.Equal("""{"Bool":{"aws:SecureTransport":"false"}}""", denial.Condition!.ToJsonString());
    });

    [Theory]
    [InlineData("dev", "AES256", null)]
    [InlineData("prod", "aws:kms", "arn:aws:kms:us-east-1:111122223333:key/11112222-3333-4444-5555-666677778888")]
    public async Task Check_04_The_lake_is_encrypted_by_the_stacks_key_where_it_has_one(string stack, string algorithm, string? key)
    {
        var encryption = (await DeployedStack.Named(stack)).The("lake-encryption");

        Assert.Equal(algorithm, encryption.Text("rules.0.applyServerSideEncryptionByDefault.sseAlgorithm"));
        Assert.Equal(key, encryption.Text("rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId"));
    }

    [Fact]
    public async Task Check_05_Buckets_keep_earlier_versions() => await OfEachBucket("s3/BucketVersioning", versioning =>
        Assert.Equal("Enabled", versioning.Text("versioningConfiguration.status")));

    [Theory]
    [InlineData("dev", 35)]
    [InlineData("prod", 400)]
    public async Task Check_06_What_no_one_needs_any_more_expires(string stack, int retention)
    {
        var rules = (await DeployedStack.Named(stack)).The("lake-lifecycle")["rules"]!.AsArray()
            .Where(rule => rule!["expiration"] is not null)
            .ToDictionary(rule => rule!["filter"]!["prefix"]!.ToString(), rule => rule!["expiration"]!["days"]!.GetValue<double>());

        var expected = new Dictionary<string, double>
        {
            ["inventory/"] = retention,
            ["dispatches/"] = retention + 31,
            ["telemetry/"] = retention,
            ["visits/"] = retention,
            ["athena-results/"] = 7,
            ["plans/"] = 7,
            ["map-runs/"] = 30,
            ["errors/"] = 30,
        };
        if (stack == "prod")
        {
            (expected["routes/"], expected["late/"], expected["aws/lambda/"], expected["warehouse/manifests/"]) = (30, 30, 30, 30);
        }

        Assert.Equal(expected, rules);
    }

    [Fact]
    public async Task Check_07_Uploads_that_were_not_completed_go_after_a_day() => await OfEachBucket("s3/BucketLifecycleConfiguration", lifecycle =>
        Assert.Single(
            lifecycle["rules"]!.AsArray(),
            rule => rule!["abortIncompleteMultipartUpload"]?["daysAfterInitiation"]?.GetValue<double>() == 1
                && rule["filter"]!["prefix"]!.ToString().Length == 0));

    [Fact]
    public async Task Check_08_Buckets_know_no_ACLs() => await OfEachBucket("s3/BucketOwnershipControls", controls =>
        Assert.Equal("BucketOwnerEnforced", controls.Text("rule.objectOwnership")));

    private static async Task OfEachBucket(string type, Action<DeployedResource> check)
    {
        var stack = await DeployedStack.Prod;
        var parts = stack.All(type);

        Assert.Equal(stack.All("s3/Bucket").Select(bucket => bucket.Text("bucket")), parts.Select(part => part.Text("bucket")));
        Assert.All(parts, check);
    }
}
