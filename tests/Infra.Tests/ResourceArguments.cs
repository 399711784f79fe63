using System.Reflection;
using Pulumi;

namespace Infra.Tests;

/// <summary>What the AWS provider says its resources take.</summary>
internal static class ResourceArguments
{
    private static readonly HashSet<string> Taggable = [.. typeof(Pulumi.Aws.S3.Bucket).Assembly.GetExportedTypes()
        .Where(type => type.GetCustomAttribute<ResourceTypeAttribute>() is not null && TakesTags(type))
        .Select(type => type.GetCustomAttribute<ResourceTypeAttribute>()!.Type)];

    public static bool CanCarryTags(string resourceType) => Taggable.Contains(resourceType);

    private static bool TakesTags(Type resource) =>
        resource.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => parameter.ParameterType.GetProperty("Tags")?.PropertyType == typeof(InputMap<string>));
}
