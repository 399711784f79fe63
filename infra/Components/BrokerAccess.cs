using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Vpc;

namespace Infra.Components;

/// <summary>The access to the brokers: they reach each other, and Lambda's poller and the members of a group of producers reach them.</summary>
internal sealed class BrokerAccess : Component
{
    // The port on which brokers take IAM over TLS within the network ("Port information", MSK developer guide).
    private const int IamPort = 9098;
    private const int HttpsPort = 443;

    private readonly PrivateNetwork network;
    private readonly Scope scope;

    public BrokerAccess(PrivateNetwork network, Scope scope, Resource parent)
        : base("BrokerAccess", "broker-access", new() { Parent = parent })
    {
        this.network = network;
        this.scope = scope;

        BrokerGroup = Group("brokers", "Kafka brokers of the telemetry, and who polls them for Lambda");
        ProducerGroup = Group("producers", "Members may send telemetry to the brokers");
        AllowToBrokers("brokers", BrokerGroup);
        AllowToBrokers("producers", ProducerGroup);
        // The place of batches that were given up on.
        _ = new SecurityGroupEgressRule("brokers-out-to-s3", new()
        {
            SecurityGroupId = BrokerGroup.Id,
            PrefixListId = network.ToS3.PrefixListId,
            IpProtocol = "tcp",
            FromPort = HttpsPort,
            ToPort = HttpsPort,
        }, Child);

        RegisterOutputs();
    }

    public SecurityGroup BrokerGroup { get; }

    /// <summary>The security group of producers: of a truck's gateway in this network, or in one that is peered with it.</summary>
    public SecurityGroup ProducerGroup { get; }

    private SecurityGroup Group(string name, string description) => new($"{name}-group", new()
    {
        Name = scope.Names.Of($"telemetry-{name}"),
        Description = description,
        VpcId = network.Vpc.Id,
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
