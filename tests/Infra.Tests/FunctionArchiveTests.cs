using System.Security.Cryptography;
using FunctionArchives;

namespace Infra.Tests;

public class FunctionArchiveTests
{
    private static readonly (string Name, string Content)[] Files =
        [("b.dll", "two"), ("a.json", "{}"), ("runtimes/linux-arm64/native.so", "three"), ("B.dll", "one")];

    private static readonly byte[] EntryOfDirectory = [.. "PK"u8, 1, 2];

    [Fact]
    public void The_same_files_make_the_same_bytes_whatever_their_order_time_and_permissions()
    {
        var first = Folder(Files);
        var second = Folder(Files.Reverse());
        foreach (var file in second.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.LastWriteTimeUtc = new DateTime(2031, 5, 17, 3, 4, 5, DateTimeKind.Utc);
            file.IsReadOnly = true;
        }

        Assert.Equal(HashOf(first), HashOf(second));
    }

    [Fact]
    public void Another_content_or_name_makes_another_archive()
    {
        var hashes = new[]
        {
            Folder(Files),
            Folder([.. Files[1..], ("b.dll", "owt")]),
            Folder([.. Files[1..], ("c.dll", "two")]),
        }.Select(HashOf);

        Assert.Equal(3, hashes.Distinct().Count());
    }

    [Fact]
    public void An_archive_says_it_was_made_on_Unix_wherever_it_was()
    {
        var archive = Archive(Folder(Files));
        var entries = Enumerable.Range(0, archive.Length - EntryOfDirectory.Length)
            .Where(position => archive.AsSpan(position).StartsWith(EntryOfDirectory))
            .ToList();

        Assert.Equal(Files.Length, entries.Count);
        Assert.All(entries, position => Assert.Equal(3, archive[position + 5]));
    }

    private static DirectoryInfo Folder(IEnumerable<(string Name, string Content)> files)
    {
        var folder = Directory.CreateTempSubdirectory();
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(folder.FullName, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }

        return folder;
    }

    private static string HashOf(DirectoryInfo folder) => Convert.ToHexString(SHA256.HashData(Archive(folder)));

    private static byte[] Archive(DirectoryInfo folder)
    {
        using var archive = new MemoryStream();
        FunctionArchive.Write(folder, archive);

        return archive.ToArray();
    }
}
