using System.Globalization;
using Pulumi;
using Pulumi.Aws;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Vpc;

namespace Infra.Components;

/// <summary>
/// A private network for brokers: a subnet in each of the first availability zones, no way to the internet, and two
/// security groups, the brokers' own and one whose members may send to them.
/// </summary>
internal sealed class BrokerNetwork : Component
{
    // Where brokers take IAM over TLS within the network ("Port information", MSK developer guide).
    private const int IamPort = 9098;
    private const int HttpsPort = 443;

    private readonly Scope scope;
    private readonly Vpc vpc;

    public BrokerNetwork(int zones, Scope scope, Resource parent)
        : base("BrokerNetwork", "broker-network", new() { Parent = parent })
    {
        this.scope = scope;
        vpc = new("brokers-vpc", new() { CidrBlock = "10.60.0.0/24", EnableDnsSupport = true, EnableDnsHostnames = true }, Child);
        // Whoever names no group is in this one, and reaches nothing.
        _ = new DefaultSecurityGroup("brokers-default-group", new() { VpcId = vpc.Id }, Child);

        var routes = new RouteTable("brokers-routes", new() { VpcId = vpc.Id }, Child);
        var found = GetAvailabilityZones.Invoke(new() { State = "available" });
        SubnetIds = [.. Enumerable.Range(0, zones).Select(zone => Subnet(zone, found.Apply(all => all.Names[zone]), routes))];

        // Where batches that were given up on are kept; a gateway costs nothing.
        var s3 = new VpcEndpoint("brokers-to-s3", new()
        {
            VpcId = vpc.Id,
            ServiceName = $"com.amazonaws.{scope.Account.Region}.s3",
            VpcEndpointType = "Gateway",
            RouteTableIds = [routes.Id],
        }, Child);

        BrokerGroup = Group("brokers", "Kafka brokers of the telemetry, and who polls them for Lambda");
        ProducerGroup = Group("producers", "Members may send telemetry to the brokers");
        AllowToBrokers("brokers", BrokerGroup);
        AllowToBrokers("producers", ProducerGroup);
        _ = new SecurityGroupEgressRule("brokers-out-to-s3", new()
        {
            SecurityGroupId = BrokerGroup.Id,
            PrefixListId = s3.PrefixListId,
            IpProtocol = "tcp",
            FromPort = HttpsPort,
            ToPort = HttpsPort,
        }, Child);

        RegisterOutputs();
    }

    public InputList<string> SubnetIds { get; }

    public SecurityGroup BrokerGroup { get; }

    /// <summary>For whoever sends: a truck's gateway in this network, or one that is peered with it.</summary>
    public SecurityGroup ProducerGroup { get; }

    private Output<string> Subnet(int zone, Output<string> name, RouteTable routes)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"brokers-subnet-{zone}");
        var subnet = new Subnet(id, new()
        {
            VpcId = vpc.Id,
            AvailabilityZone = name,
            CidrBlock = string.Create(CultureInfo.InvariantCulture, $"10.60.0.{zone * 64}/26"),
            MapPublicIpOnLaunch = false,
        }, Child);
        _ = new RouteTableAssociation($"{id}-routes", new() { SubnetId = subnet.Id, RouteTableId = routes.Id }, Child);
        return subnet.Id;
    }

    private SecurityGroup Group(string name, string description) => new($"{name}-group", new()
    {
        Name = scope.Names.Of($"telemetry-{name}"),
        Description = description,
        VpcId = vpc.Id,
    }, Child);

    private void AllowToBrokers(string name, SecurityGroup from)
    {
        _ = new SecurityGroupEgressRule($"{name}-out-to-brokers", new()
        {
            SecurityGroupId = from.Id,
            ReferencedSecurityGroupId = BrokerGroup.Id,
            IpProtocol = "tcp",
            FromPort = IamPort,
            ToPort = IamPort,
        }, Child);
        _ = new SecurityGroupIngressRule($"brokers-in-from-{name}", new()
        {
            SecurityGroupId = BrokerGroup.Id,
            ReferencedSecurityGroupId = from.Id,
            IpProtocol = "tcp",
            FromPort = IamPort,
            ToPort = IamPort,
        }, Child);
    }
}
