using Conformance;
using JsonValues;

if (args is not [var path] || !(File.Exists(path) || Directory.Exists(path)))
{
    Console.Error.WriteLine("usage: Conformance PATH   (a case file, or a folder of case files)");
    return 2;
}

var files = Directory.Exists(path)
    ? Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
    : Enumerable.Repeat(path, 1);
using var output = Console.OpenStandardOutput();
using var runner = new CaseRunner();
foreach (var file in files)
{
    output.Write(RunOrReport(Case.Read(file)).ToUtf8());
    output.WriteByte((byte)'\n');
}

return 0;

// One case that our own code fails on must not keep the others from running.
JsonObject RunOrReport(Case test)
{
    try
    {
        return runner.Run(test);
    }
    catch (Exception exception)
    {
        Console.Error.WriteLine($"{test.Id}: {exception}");
        return JsonObject.Of(("id", Json.Of(test.Id)), ("status", Json.Of("CRASHED")), ("cause", Json.Of(exception.Message)));
    }
}
