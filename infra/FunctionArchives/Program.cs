using FunctionArchives;

if (args is not [var folder, var archive])
{
    Console.Error.WriteLine("Usage: FunctionArchives <folder> <archive.zip>");
    return 2;
}

using var file = File.Create(archive);
FunctionArchive.Write(new DirectoryInfo(folder), file);

return 0;
