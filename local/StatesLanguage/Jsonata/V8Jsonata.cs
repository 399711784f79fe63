using StatesLanguage.Jsonata;

namespace StatesLanguage;

/// <summary>
/// Evaluates JSONata by its reference implementation, in an engine that starts with the first request. An expression that
/// takes too long or too much memory ends its engine; the next one gets a new engine.
/// </summary>
public sealed class V8Jsonata : IJsonata, IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private JsonataEngine? engine;

    public async ValueTask<IReadOnlyList<JsonataAnswer>> EvaluateAsync(JsonataRequest request, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var answers = new JsonataAnswer[request.Expressions.Count];
            for (var i = 0; i < answers.Length; i++)
            {
                engine ??= new JsonataEngine();
                answers[i] = engine.Evaluate(request, i);
                if (engine.IsSpent)
                {
                    Drop();
                }
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

    private void Drop()
    {
        engine?.Dispose();
        engine = null;
    }
}
