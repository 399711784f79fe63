using System.Collections.Concurrent;
using System.Reflection;
using Pulumi;
using Pulumi.Testing;

namespace Infra.Tests;

/// <summary>A stack of this program, deployed to a <see cref="FakeAws"/>.</summary>
internal sealed class DeployedStack
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<DeployedStack>>> Deployed = new();

    // What Pulumi is told of a resource besides its inputs is not among the mocks' arguments, and the resource hides it.
    private static readonly FieldInfo Protect = typeof(Resource).GetField("_protect", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new InvalidOperationException("Pulumi's Resource keeps its Protect in another field than _protect: see what the version that was taken has.");

    private DeployedStack(
        IReadOnlyList<DeployedResource> resources, IReadOnlyDictionary<string, string> outputs, IReadOnlySet<string> isProtected)
    {
        Resources = resources;
        Outputs = outputs;
        Protected = isProtected;
    }

    /// <summary>The switches of what a stack has only when asked.</summary>
    public static IReadOnlyList<(string Key, string Value)> OptionalParts { get; } =
    [
        ("realtime", "true"), ("source", "kafka"), ("pricing", "true"), ("warehouse", "redshift"), ("search", "opensearch"), ("searchReaders", "arn:aws:iam::111122223333:role/analyst"),
    ];

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<DeployedResource> Resources { get; }

    public IReadOnlyDictionary<string, string> Outputs { get; }

    /// <summary>The names of the resources that Pulumi refuses to delete.</summary>
    public IReadOnlySet<string> Protected { get; }

    public static Task<DeployedStack> Dev => Named("dev");

    public static Task<DeployedStack> Prod => Named("prod");

    /// <summary>
    /// A stack of the repository, deployed once for all tests that ask about it; prod with every optional part switched
    /// on, so that each check sees all there can be.
    /// </summary>
    public static Task<DeployedStack> Named(string stack) =>
        Deployed.GetOrAdd(stack, name => new(() => DeployAsync(name, new FakeAws()))).Value;

    public static Task<DeployedStack> DeployAsync(string stack, FakeAws aws, bool isPreview = false) =>
        DeployAsync(stack, Complete(stack, StackFile.Read(stack)), aws, isPreview);

    /// <summary>The dev stack with some of its settings changed.</summary>
    public static Task<DeployedStack> DevWith(params (string Key, string Value)[] settings) => With("dev", settings);

    /// <summary>The prod stack as its file has it, with some of its settings changed.</summary>
    public static Task<DeployedStack> ProdWith(params (string Key, string Value)[] settings) => With("prod", settings);

    public DeployedResource The(string name) =>
        Resources.SingleOrDefault(resource => resource.Name == name && !resource.IsComponent)
        ?? throw new InvalidOperationException($"The stack has no resource '{name}'.");

    /// <summary>The resources of a type; at least one, so that no check passes for want of anything to look at.</summary>
    public IReadOnlyList<DeployedResource> All(string shortType)
    {
        var all = Resources.Where(resource => resource.ShortType == shortType).ToList();
        Assert.NotEmpty(all);

        return all;
    }

    private static Task<DeployedStack> With(string stack, (string Key, string Value)[] settings)
    {
        var config = StackFile.Read(stack);
        foreach (var (key, value) in settings)
        {
            config[key] = value;
        }

        return DeployAsync(stack, config, new FakeAws(), isPreview: false);
    }

    private static Dictionary<string, string> Complete(string stack, Dictionary<string, string> config)
    {
        foreach (var (key, value) in stack == "prod" ? OptionalParts : [])
        {
            config[key] = value;
        }

        return config;
    }

    private static async Task<DeployedStack> DeployAsync(string stack, Dictionary<string, string> config, FakeAws aws, bool isPreview)
    {
        var names = new Names("streaming-analytics", stack);
        var settings = Settings.Read(config.GetValueOrDefault, names, ".");
        var outputs = new ConcurrentDictionary<string, string>();
        var created = await Deployment.TestAsync(
            aws,
            new TestOptions { ProjectName = names.Project, StackName = names.Stack, IsPreview = isPreview },
            async () =>
            {
                foreach (var (key, value) in new Pipeline(settings, names, await AwsAccount.DiscoverAsync()).Outputs)
                {
                    ((Output<string>)value!).Apply(text => outputs[key] = text);
                }
            });

        var isProtected = created.Where(resource => Protect.GetValue(resource) is true).Select(resource => resource.GetResourceName());

        return new(aws.Resources, outputs, isProtected.ToHashSet());
    }
}
