using System.CommandLine;

namespace StoreApp;

internal static class CommandAction
{
    /// <summary>Runs a command; what it cannot do is one sentence on standard error, never a stack trace.</summary>
    public static void Runs(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) =>
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
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                error.WriteLine(failure.Message);
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Interrupted;
            }

            return ExitCode.Refused;
        });
}
