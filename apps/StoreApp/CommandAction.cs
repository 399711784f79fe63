using System.CommandLine;
using Lake.DuckDb;
using Lake.Firehose;

namespace StoreApp;

internal static class CommandAction
{
    /// <summary>Runs a command; what it cannot do is one sentence on standard error, never a stack trace.</summary>
    /// <param name="stopped">The sentence for a command that Ctrl+C or SIGTERM ends: what is kept, and how to go on.</param>
    public static void Runs(
        this Command command, Func<ParseResult, CancellationToken, Task<int>> action, string stopped = "Stopped. Run the command again.") =>
        command.SetAction(async (arguments, cancellation) =>
        {
            var error = arguments.InvocationConfiguration.Error;
            try
            {
                return await action(arguments, cancellation);
            }
            catch (Exception failure) when (AwsFailure.Explains(failure))
            {
                error.WriteLine(AwsFailure.Sentence(failure));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or IngestException
                or DuckDbException { Kind: DuckDbException.LibraryMissing or DuckDbException.FileSystem })
            {
                error.WriteLine(failure.Message);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                error.WriteLine(stopped);
                return ExitCode.Interrupted;
            }

            return ExitCode.Refused;
        });
}
