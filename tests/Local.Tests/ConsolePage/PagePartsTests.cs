using System.Diagnostics;
using Local.ConsolePage;

namespace Local.Tests.ConsolePage;

public class PagePartsTests
{
    private const string Reader = """
        import { lineOf, placesIn } from '{0}';
        const text = process.argv[1];
        try {
          console.log([...placesIn(text)].map(([place, offset]) => `${place}=${offset}`).join(' '));
        } catch ({ message, offset }) {
          const { line, column } = lineOf(text, offset);
          console.log(`${line}:${column} ${message}`);
        }
        """;

    public static TheoryData<string, string> Places => [.. File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "ConsolePage", "json-places.cases"))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split(" => ", 2))
        .Select(parts => (parts[0].TrimEnd(), parts[1]))];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_editor_knows_where_each_value_stands_and_where_the_text_stops_being_JSON(string text, string found) =>
        Assert.Equal(found, await RunAsync(Reader.Replace("{0}", new Uri(ConsoleFiles.All.Find("/console/json-places.mjs")!.Path).AbsoluteUri, StringComparison.Ordinal), text));

    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/console/main.mjs", "text/javascript; charset=utf-8")]
    [InlineData("/console/shared.css", "text/css; charset=utf-8")]
    [InlineData("/console/drawing/draw.mjs", "text/javascript; charset=utf-8")]
    public void The_page_its_modules_and_the_drawing_are_there(string path, string contentType)
    {
        var file = ConsoleFiles.All.Find(path)!;

        Assert.Equal(contentType, file.ContentType);
        Assert.True(File.Exists(file.Path));
    }

    [Theory]
    [InlineData("/console/")]
    [InlineData("/console/../Local.dll")]
    [InlineData("/console/drawing/../../Local.dll")]
    [InlineData("/console/%2e%2e/Local.dll")]
    [InlineData("/Local.dll")]
    public void No_path_leads_anywhere_else(string path) => Assert.Null(ConsoleFiles.All.Find(path));

    private static async Task<string> RunAsync(string module, string text)
    {
        using var node = Process.Start(new ProcessStartInfo("node", ["--input-type=module", "-e", module, "--", text])
        {
            RedirectStandardOutput = true,
        })!;
        var printed = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return printed.TrimEnd('\n');
    }
}
