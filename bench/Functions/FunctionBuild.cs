using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using FunctionArchives;

namespace Bench.Functions;

/// <summary>NuGet's sources lack something that a build needs; the message names it.</summary>
internal sealed class MissingPackagesException(string message) : Exception(message);

/// <summary>Builds the functions in each form, for this machine, in processes of their own.</summary>
/// <param name="folder">The folder for everything that the builds write.</param>
internal sealed partial class FunctionBuild(DirectoryInfo folder)
{
    private const string Host = "FunctionHost";

    private static readonly string Bench = Path.Combine(Repository.Root, "bench");
    private static readonly string Machine = RuntimeInformation.RuntimeIdentifier;

    /// <summary>Packages for the runtime that Lambda has, as infra/ builds them.</summary>
    /// <exception cref="MissingPackagesException"/>
    public IReadOnlyList<Package> Managed(string form, bool readyToRun)
    {
        var output = folder.CreateSubdirectory($"ready-to-run-{readyToRun}");
        Run(
            "msbuild", Path.Combine(Bench, "Functions", "Functions.proj"), "-nologo", "-v:minimal",
            $"-p:FunctionsRuntime={Machine}", $"-p:FunctionsReadyToRun={readyToRun}", $"-p:FunctionsOutput={output.FullName}/");

        // Lambda's image has it compiled ahead of time, whatever the function is.
        var host = output.CreateSubdirectory("host");
        Publish(host, "--no-self-contained", "-p:PublishReadyToRun=true");

        return [.. FunctionCall.All.Select(call => Unpack(call, form, output, host))];
    }

    /// <summary>Packages with a runtime of their own that is trimmed to what they use.</summary>
    /// <exception cref="MissingPackagesException"/>
    public IReadOnlyList<Package> Trimmed(string form) => [.. FunctionCall.All.Select(call =>
    {
        var output = folder.CreateSubdirectory($"trimmed-{call.Function}");
        Publish(output, "--self-contained", "-p:PublishReadyToRun=true", "-p:PublishTrimmed=true", $"-p:Function={call.Function}");
        var archive = new FileInfo($"{output.FullName}.zip");
        using (var target = archive.Create())
        {
            FunctionArchive.Write(output, target);
        }

        return new Package(call, form, archive.Length, SizeOf(output), Path.Combine(output.FullName, Host), []);
    })];

    private static Package Unpack(FunctionCall call, string form, DirectoryInfo output, DirectoryInfo host)
    {
        var archive = new FileInfo(Path.Combine(output.FullName, $"{call.Function}.zip"));
        var unpacked = output.CreateSubdirectory(call.Function);
        ZipFile.ExtractToDirectory(archive.FullName, unpacked.FullName);
        var size = SizeOf(unpacked);

        // Without a deps.json the runtime takes every assembly beside the program: the function's, and then the host's.
        File.Delete(Path.Combine(unpacked.FullName, $"{call.Function}.deps.json"));
        foreach (var assembly in host.EnumerateFiles("*.dll").Where(file => !File.Exists(Path.Combine(unpacked.FullName, file.Name))))
        {
            assembly.CopyTo(Path.Combine(unpacked.FullName, assembly.Name));
        }

        return new(
            call, form, archive.Length, size, "dotnet",
            ["exec", "--runtimeconfig", Path.Combine(unpacked.FullName, $"{call.Function}.runtimeconfig.json"), Path.Combine(unpacked.FullName, $"{Host}.dll")]);
    }

    private static long SizeOf(DirectoryInfo folder) => folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static void Publish(DirectoryInfo output, params IEnumerable<string> options) => Run(
    [
        "publish", Path.Combine(Bench, Host), "-c", "Release", "-r", Machine, "-o", output.FullName,
        $"-p:ArtifactsPath={output.FullName}-build", "--nologo", .. options,
    ]);

    private static void Run(params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0)
        {
            return;
        }

        var missing = MissingPackage().Matches(printed).Select(match => match.Groups[1].Value).Distinct().Order().ToList();
        throw missing.Count > 0
            ? new MissingPackagesException($"NuGet's sources here lack {string.Join(", ", missing)}.")
            : new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n{printed}");
    }

    // NU1101 to NU1103: no source has the package, or not this version of it.
    [GeneratedRegex(@"NU110[123]: Unable to find (?:a stable )?package (\S+?)\.?\s")]
    private static partial Regex MissingPackage();
}
