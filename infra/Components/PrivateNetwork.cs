using Infra.Policies;
using Pulumi;
using Pulumi.Aws;
using Pulumi.Aws.Ec2;

namespace Infra.Components;

/// <summary>
/// A network for what cannot do without one: three subnets, each in an availability zone, without a way in, and with one
/// way out, to the lake on S3. It costs nothing by itself.
/// </summary>
internal sealed class PrivateNetwork : Component
{
    // Redshift Serverless with enhanced VPC routing asks for three subnets, in three zones where a Region has as many; and
    // three brokers of Kafka are in one each.
    private const int SubnetCount = 3;

    private readonly Scope scope;

    public PrivateNetwork(DataLake lake, Scope scope, Resource parent)
        : base("PrivateNetwork", "network", new() { Parent = parent })
    {
        this.scope = scope;

        Vpc = new("network-vpc", new()
        {
            CidrBlock = "10.64.0.0/22",
            EnableDnsSupport = true,
            EnableDnsHostnames = true,
            Tags = Named("network"),
        }, Child);
        CloseDefaultGroup();
        var routes = new RouteTable("network-routes", new() { VpcId = Vpc.Id, Tags = Named("network") }, Child);
        Subnets = [.. Enumerable.Range(0, SubnetCount).Select(number => CreateSubnet(number, routes))];
        ToS3 = LeadToS3(lake, routes);

        RegisterOutputs();
    }

    public Vpc Vpc { get; }

    public IReadOnlyList<Subnet> Subnets { get; }

    /// <summary>The way to S3; its prefix list is where a security group lets go.</summary>
    public VpcEndpoint ToS3 { get; }

    // The default security group of a network lets its members speak to each other and to anybody.
    private void CloseDefaultGroup() =>
        _ = new DefaultSecurityGroup("network-default-group", new() { VpcId = Vpc.Id, Ingress = [], Egress = [] }, Child);

    private Subnet CreateSubnet(int number, RouteTable routes)
    {
        var zones = GetAvailabilityZones.Invoke(new() { State = "available" }, new InvokeOptions { Parent = this });
        var subnet = new Subnet($"network-subnet-{number}", new()
        {
            VpcId = Vpc.Id,
            CidrBlock = $"10.64.{number}.0/24",
            AvailabilityZone = zones.Apply(found => found.Names[number % found.Names.Length]),
            MapPublicIpOnLaunch = false,
            Tags = Named($"network-{number}"),
        }, Child);
        _ = new RouteTableAssociation($"network-subnet-{number}-routes", new() { SubnetId = subnet.Id, RouteTableId = routes.Id }, Child);
        return subnet;
    }

    private VpcEndpoint LeadToS3(DataLake lake, RouteTable routes) => new("network-to-s3", new()
    {
        VpcId = Vpc.Id,
        ServiceName = $"com.amazonaws.{scope.Account.Region}.s3",
        VpcEndpointType = "Gateway",
        RouteTableIds = [routes.Id],
        // The roles say who may; from here nobody can reach anything but the lake.
        Policy = Statement.Policy(
            new Statement("ReachTheLake", ["s3:GetObject", "s3:PutObject", "s3:GetBucketLocation", "s3:ListBucket"], lake.Bucket.Arn, Output.Format($"{lake.Bucket.Arn}/*"))
            {
                Principal = Principal.Anyone,
                Conditions = [new("StringEquals", "aws:PrincipalAccount", scope.Account.Id)],
            }),
        Tags = Named("network-to-s3"),
    }, Child);

    // Set here, because what the stack's transformation sets has no Name, which is all that the console shows of these.
    private InputMap<string> Named(string part) => new() { ["Name"] = scope.Names.Of(part) };
}
