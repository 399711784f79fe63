using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;

namespace Architecture.Tests;

/// <summary>Which folders use which: an arrow from a folder to each that its compiled code names.</summary>
internal static class FolderArrows
{
    /// <summary>The arrows where a namespace tells the folder.</summary>
    /// <param name="root">The namespace of the folder whose children are compared.</param>
    /// <param name="assemblies">Where the code is.</param>
    public static IReadOnlySet<(string From, string To)> Below(string root, params IEnumerable<string> assemblies) =>
        Between(type => Folder(root, type.Namespace?.FullName), assemblies);

    /// <summary>The arrows where the file that declares a type tells the folder, for code whose public types share a namespace.</summary>
    /// <param name="root">A folder below <c>local/</c>, whose children are compared.</param>
    /// <param name="assemblies">Where the code is.</param>
    public static IReadOnlySet<(string From, string To)> BelowByFile(string root, params IEnumerable<string> assemblies)
    {
        var folders = (
            from file in SourceFile.All()
            where file.Folder.StartsWith($"{root}/", StringComparison.Ordinal)
            from type in file.Types
            select (Type: type, Folder: file.Folder.Split('/')[1])).ToDictionary(found => found.Type, found => found.Folder);
        return Between(type => folders.GetValueOrDefault(Outermost(type)), assemblies);
    }

    private static HashSet<(string From, string To)> Between(Func<IType, string?> folder, IEnumerable<string> assemblies)
    {
        var code = new ArchLoader().LoadAssemblies([.. assemblies.Select(System.Reflection.Assembly.Load)]).Build();
        return (
            from type in code.Types
            from target in type.GetTypeDependencies()
            let arrow = (From: folder(type), To: folder(target))
            where arrow.From is not null && arrow.To is not null && arrow.From != arrow.To
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

    private static string? Folder(string root, string? ns) =>
        ns?.StartsWith($"{root}.", StringComparison.Ordinal) == true ? ns[(root.Length + 1)..].Split('.')[0] : null;

    // Nested types, those that the compiler makes among them, are their outermost one's.
    private static string Outermost(IType type) => type.FullName.Split('+', '/', '`')[0].Split('.')[^1];
}
