using Cost;
using Kafka;
using Lake.Athena;
using Lake.DuckDb;
using Lake.Firehose;
using Local.Drawing;
using Local.Faults;
using Local.Redshift;
using Local.Report;
using Local.Serve;
using Local.StepFunctions;
using Local.Storage;
using Local.StreamMinutes;
using SearchIndexing;
using Tsplib;
using Workflow;
using Workflow.Reference;

namespace Local.Cli;

/// <summary>Tells what a person can mend from what is a fault of this program.</summary>
internal static class UserErrors
{
    /// <returns>One sentence with the place and the remedy; null for a fault of ours, which nobody catches.</returns>
    public static string? Explain(Exception error) => error switch
    {
        UsageException
            or WorkflowFileException
            or DataFolderException
            or JournalException
            or CvrpFormatException
            or DefinitionException
            or IngestException
            or KafkaException
            or PriceTableException
            or QueryException
            or AthenaException
            or ReferenceDataException
            or SearchUnavailableException
            or ServeException
            or ServiceFault
            or SetAsideException
            or StatementFailedException
            or GraphDrawingException => error.Message,
        ExecutionException refused => $"An error occurred ({refused.Code}): {refused.Message}",
        DuckDbException { Kind: DuckDbException.LibraryMissing } => error.Message,
        DuckDbException { Kind: DuckDbException.FileSystem } =>
            $"{error.Message}. Nothing of what was being written is in the lake. Make room or give write access, then run it again.",
        FileNotFoundException { FileName: { } file } => $"{file}: there is no such file.",
        IOException full when Disk.IsFull(full) =>
            $"{error.Message}. Make room, then run it again; an execution goes on with start --redrive NAME.",
        DirectoryNotFoundException or UnauthorizedAccessException or IOException => error.Message,
        _ => null,
    };
}

/// <summary>The command line asks for something that cannot be; the message says what and the remedy.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
