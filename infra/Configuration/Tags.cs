using Pulumi;

namespace Infra.Configuration;

/// <summary>Marks every resource that can carry tags with where it comes from and who answers for it.</summary>
internal static class Tags
{
    public const string Project = "Project";
    public const string Stack = "Stack";
    public const string Owner = "Owner";

    public static IReadOnlyDictionary<string, string> Of(Names names, string owner) => new Dictionary<string, string>
    {
        [Project] = names.Project,
        // The tag has the project's name, so that a cost filter on this one tag does not add up other projects' stacks.
        [Stack] = names.Prefix,
        [Owner] = owner,
    };

    /// <summary>Set on the outermost component, this reaches everything inside it.</summary>
    public static ResourceTransformation On(IReadOnlyDictionary<string, string> tags) => resource =>
    {
        var property = resource.Args.GetType().GetProperty("Tags");
        if (property?.PropertyType != typeof(InputMap<string>))
        {
            return null;
        }

        property.SetValue(resource.Args, new InputMap<string> { tags.ToDictionary() });
        return new ResourceTransformationResult(resource.Args, resource.Options);
    };
}
