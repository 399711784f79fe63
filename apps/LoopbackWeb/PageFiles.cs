using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace LoopbackWeb;

/// <summary>A file of a page and what a browser is told of it.</summary>
public sealed record PageFile(string Path, string ContentType)
{
    public async Task SendAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        context.Response.ContentType = ContentType;
        await context.Response.SendFileAsync(Path, context.RequestAborted);
    }
}

/// <summary>A page's files by the path that a browser asks for. They are found once, so that no path leads anywhere else.</summary>
public sealed class PageFiles
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, PageFile> files;

    /// <param name="index">The file that <c>/</c> answers with.</param>
    /// <param name="folders">Whose files are served, each with what their paths begin with, such as <c>/console/</c>.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is not there.</exception>
    public PageFiles(string index, params IEnumerable<(string Prefix, string Folder)> folders) => files = folders
        .SelectMany(served => Under(served.Folder, served.Prefix))
        .Append(KeyValuePair.Create("/", FileOf(index)))
        .ToFrozenDictionary();

    /// <returns>Null where there is no such file.</returns>
    public PageFile? Find(string path) => files.GetValueOrDefault(path);

    /// <summary>Sends the file that the request's path names; 404 where there is none.</summary>
    public Task SendAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        if (Find(context.Request.Path) is { } file)
        {
            return file.SendAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static IEnumerable<KeyValuePair<string, PageFile>> Under(string folder, string prefix) =>
        from file in Directory.EnumerateFiles(folder)
        where Types.ContainsKey(Path.GetExtension(file))
        select KeyValuePair.Create($"{prefix}{Path.GetFileName(file)}", FileOf(file));

    private static PageFile FileOf(string file) => new(file, Types[Path.GetExtension(file)]);
}
