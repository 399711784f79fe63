namespace StatesLanguage;

/// <summary>
/// Evaluates JSONata by its reference implementation, in a Node process that starts with the first request. An expression
/// that takes too long is ended by ending the process; the next one gets a new process.
/// </summary>
public sealed class NodeJsonata : IJsonata, IDisposable
{
    // What AWS gives an expression.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim turn = new(1);
    private NodeWorker? worker;

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
        worker?.Dispose();
        turn.Dispose();
    }

    // Adds answers until all are there, or one expression took too long.
    private async ValueTask AnswerAsync(JsonataRequest request, List<JsonataAnswer> answers)
    {
        worker ??= await NodeWorker.StartAsync().ConfigureAwait(false);
        await worker.SendAsync(request).ConfigureAwait(false);
        foreach (var _ in request.Expressions)
        {
            if (await worker.ReadAsync(Limit).ConfigureAwait(false) is { } answer)
            {
                answers.Add(answer);
                continue;
            }

            answers.Add(new JsonataAnswer.TimedOut());
            worker.Dispose();
            worker = null;
            return;
        }
    }
}
