namespace Bench.Functions;

/// <summary>A function as it would be deployed, ready to start.</summary>
/// <param name="Form">The way in which it was compiled.</param>
/// <param name="ZipBytes">The archive's size.</param>
/// <param name="UnpackedBytes">The size of what is in it.</param>
/// <param name="Program">Starts the runtime's loop around a handler.</param>
/// <param name="Arguments">The arguments before the handler's name.</param>
internal sealed record Package(
    FunctionCall Call, string Form, long ZipBytes, long UnpackedBytes, string Program, IReadOnlyList<string> Arguments);
