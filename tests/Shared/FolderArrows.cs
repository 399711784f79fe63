using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;

namespace Tests.Shared;

/// <summary>Finds which folders use which: an arrow leads from a folder to each folder that its compiled code names.</summary>
internal static class FolderArrows
{
    /// <summary>The arrows where a namespace tells the folder.</summary>
    /// <param name="root">The namespace of the folder whose children are compared.</param>
    /// <param name="assemblies">The names of the assemblies with the code.</param>
    public static IReadOnlySet<(string From, string To)> Below(string root, params IEnumerable<string> assemblies) =>
        Between(type => Folder(root, type.Namespace?.FullName), assemblies);

    /// <param name="folder">The folder of a type; null: it is not compared.</param>
    /// <param name="assemblies">The names of the assemblies with the code.</param>
    public static IReadOnlySet<(string From, string To)> Between(Func<IType, string?> folder, params IEnumerable<string> assemblies)
    {
        var code = new ArchLoader().LoadAssemblies([.. assemblies.Select(System.Reflection.Assembly.Load)]).Build();
        return (
            from type in code.Types
            from target in type.GetTypeDependencies()
            let arrow = (From: folder(type), To: folder(target))
            where arrow.From is not null && arrow.To is not null && arrow.From != arrow.To && Knows(type, target)
            select (arrow.From!, arrow.To!)).ToHashSet();
    }

    /// <returns>The arrows that are left when folders are taken away from both ends, time and again: those of the circles.</returns>
    public static IEnumerable<string> InCircles(IEnumerable<(string From, string To)> arrows)
    {
        var left = arrows.ToList();
        while (true)
        {
            var inside = left
                .Where(arrow => left.Any(before => before.To == arrow.From) && left.Any(after => after.From == arrow.To))
                .ToList();
            if (inside.Count == left.Count)
            {
                return inside.Select(arrow => $"{arrow.From} -> {arrow.To}").Order(StringComparer.Ordinal);
            }

            left = inside;
        }
    }

    // Code that lies beside the folders counts as a folder of its own.
    private static string? Folder(string root, string? ns) =>
        ns == root ? "(root)"
        : ns?.StartsWith($"{root}.", StringComparison.Ordinal) == true ? ns[(root.Length + 1)..].Split('.')[0]
        : null;

    // The library gives every use of a generic type, such as JsonTypeInfo, the argument that it saw first, wherever that is.
    private static bool Knows(IType type, IType target)
    {
        var (from, to) = (type.Assembly.Name.Split(',')[0], target.Assembly.Name.Split(',')[0]);
        return from == to || System.Reflection.Assembly.Load(from).GetReferencedAssemblies().Any(referenced => referenced.Name == to);
    }
}
