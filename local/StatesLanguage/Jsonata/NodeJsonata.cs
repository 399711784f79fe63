namespace StatesLanguage;

/// <summary>
/// Evaluates JSONata by its reference implementation, in a Node process that starts with the first request. An expression
/// that takes too long is ended by ending the process; the next one gets a new process, as it does when the process was killed.
/// </summary>
public sealed class NodeJsonata : IJsonata, IDisposable
{
    // What AWS gives an expression.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim turn = new(1);
    private NodeWorker? worker;

    internal int? ProcessId => worker?.Id;

    public async ValueTask<IReadOnlyList<JsonataAnswer>> EvaluateAsync(JsonataRequest request, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            List<JsonataAnswer> answers = [];
            while (answers.Count < request.Expressions.Count)
            {
                await AnswerAsync(request with { Expressions = [.. request.Expressions.Skip(answers.Count)] }, answers).ConfigureAwait(false);
            }

            return answers;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        Drop();
        turn.Dispose();
    }

    // Adds answers until all are there, or one expression ended the process.
    private async ValueTask AnswerAsync(JsonataRequest request, List<JsonataAnswer> answers)
    {
        if (worker is { HasEnded: true })
        {
            Drop();
        }

        worker ??= await NodeWorker.StartAsync().ConfigureAwait(false);
        await worker.SendAsync(request).ConfigureAwait(false);
        foreach (var _ in request.Expressions)
        {
            var (answer, goesOn) = await worker.ReadAsync(Limit).ConfigureAwait(false);
            answers.Add(answer);
            if (!goesOn)
            {
                Drop();
                return;
            }
        }
    }

    private void Drop()
    {
        worker?.Dispose();
        worker = null;
    }
}
