using ArchUnitNET.Domain;
using Tests.Shared;
using Assembly = System.Reflection.Assembly;

namespace Architecture.Tests;

/// <summary>How the folders of <c>local/</c> may use each other; docs/architecture.md says what each is for.</summary>
public sealed class RoomTests
{
    // Folders that are projects of their own have their own first name.
    private static readonly string[] OwnProjects = ["Cost", "DynamoDb", "JsonValues", "Kafka", "Kinesis", "Lake", "Sns", "StatesLanguage", "Tsplib"];

    [Fact]
    public void No_folder_of_local_uses_another_that_uses_it()
    {
        var arrows = FolderArrows.Below("Local", "Local", "Services");

        Assert.Contains(("Serve", "StepFunctions"), arrows);
        Assert.Equal([], FolderArrows.InCircles(arrows));
    }

    [Theory]
    [InlineData("StatesLanguage", "Running -> Payloads", "Payloads -> Definition")]
    [InlineData("Kinesis", "(root) -> Operations", "Operations -> Store")]
    [InlineData("DynamoDb", "Operations -> Expressions", "Operations -> (root)")]
    public void No_folder_of_a_project_uses_another_that_uses_it(string project, params string[] some)
    {
        // A project's public types share a namespace, so that the file of a type tells the folder.
        var folders = (
            from file in SourceFile.All()
            let path = file.Folder.Split('/')
            where path[0] == project
            from type in file.Types
            select (Type: type, Folder: path.Length > 1 ? path[1] : "(root)")).DistinctBy(found => found.Type).ToDictionary(found => found.Type, found => found.Folder);

        var arrows = FolderArrows.Between(
            type => type.FullName.StartsWith($"{project}.", StringComparison.Ordinal) ? folders.GetValueOrDefault(Outermost(type)) : null, project);

        Assert.Superset(some.ToHashSet(), arrows.Select(arrow => $"{arrow.From} -> {arrow.To}").ToHashSet());
        Assert.Equal([], FolderArrows.InCircles(arrows));
    }

    /// <summary>What lies beside the folders is a folder, too: it puts the server together, and none of them uses it.</summary>
    [Fact]
    public void No_folder_of_the_server_uses_another_that_uses_it()
    {
        var arrows = FolderArrows.Below("Local.Serve", "Local");

        Assert.Contains(("(root)", "Http"), arrows);
        Assert.Contains(("Http", "Operations"), arrows);
        Assert.Equal([], FolderArrows.InCircles(arrows));
    }

    [Fact]
    public void Folders_that_use_each_other_are_found() => Assert.Equal(
        ["A -> B", "B -> C", "C -> A"],
        FolderArrows.InCircles([("Top", "A"), ("A", "B"), ("B", "C"), ("C", "A"), ("C", "Bottom"), ("Bottom", "Ground")]));

    [Fact]
    public void The_services_know_neither_HTTP_nor_the_console() =>
        Assert.Equal([], Assembly.Load("Services").GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => name is "Local" or "System.CommandLine" || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)));

    [Fact]
    public void JSON_values_know_no_other_project() =>
        Assert.Equal([], Assembly.Load("JsonValues").GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal)));

    /// <summary>Everything else reads, keeps and writes JSON as JsonValues' <c>Json</c>, as a type of its own, or by reader and writer.</summary>
    [Fact]
    public void No_file_has_another_tree_of_JSON_than_JsonValues() => Assert.Equal(
        [
            // The template of a definition, which the Pulumi program shares and which therefore knows nothing of local/, takes its values so.
            "Names/LocalNames.cs",
        ],
        SourceFile.All().Where(file => file.Text.Contains("System.Text.Json.Nodes", StringComparison.Ordinal)).Select(file => file.Path));

    [Fact]
    public void One_file_of_a_project_says_which_letters_JSON_escapes() => Assert.Equal(
        [
            "JsonValues/PlainJson.cs",

            // Kinesis uses no other project.
            "Kinesis/Wire/PlainJson.cs",
        ],
        SourceFile.All().Where(file => file.Text.Contains("JavaScriptEncoder.", StringComparison.Ordinal)).Select(file => file.Path).Order(StringComparer.Ordinal));

    [Fact]
    public void A_files_namespace_is_its_folder() =>
        Assert.Equal([], SourceFile.All()
            .Where(file => file.Namespace is not null && !OwnProjects.Contains(file.Folder.Split('/')[0]))
            .Where(file => file.Namespace != $"Local.{file.Folder.Replace('/', '.')}")
            .Select(file => $"{file.Path}: {file.Namespace}"));

    [Fact]
    public void A_file_of_the_interpreter_has_the_namespace_of_its_folder_unless_it_is_for_those_who_call() =>
        Assert.Equal([], SourceFile.All()
            .Where(file => file.Folder.StartsWith("StatesLanguage/", StringComparison.Ordinal))
            .Where(file => file.Namespace != (file.HasPublicTypes ? "StatesLanguage" : file.Folder.Replace('/', '.')))
            .Select(file => $"{file.Path}: {file.Namespace}"));

    // Nested types, those that the compiler makes among them, are their outermost one's.
    private static string Outermost(IType type) => type.FullName.Split('+', '/', '`')[0].Split('.')[^1];
}
