using System.Security.Cryptography;
using System.Text;
using Microsoft.ClearScript;
using Microsoft.ClearScript.V8;

namespace StatesLanguage.Jsonata;

/// <summary>An isolate of V8 with the reference implementation of JSONata. Not for two threads at once.</summary>
internal sealed class JsonataEngine : IDisposable
{
    // The limit that AWS gives an expression.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    // Looked at every few milliseconds while an expression runs. V8 itself ends the program at its own, which is far above.
    private const int Memory = 256 * 1024 * 1024;
    private const int MemoryOfV8InMebibytes = 2048;

    // Threads of the pool have 1.5 MiB.
    private const int Stack = 512 * 1024;

    private readonly V8ScriptEngine engine;
    private readonly ScriptObject functions;
    private readonly Timer watch;
    private readonly Lock gate = new();
    private JsonataRequest? begun;
    private bool runs;
    private bool tooLong;

    public JsonataEngine()
    {
        engine = new V8ScriptEngine(
            new V8RuntimeConstraints { MaxOldSpaceSize = MemoryOfV8InMebibytes }, V8ScriptEngineFlags.HideHostExceptions)
        {
            MaxRuntimeHeapSize = Memory,
            RuntimeHeapSizeSampleInterval = TimeSpan.FromMilliseconds(20),
            MaxRuntimeStackUsage = Stack,
            RuntimeHeapSizeViolationPolicy = V8RuntimeViolationPolicy.Exception,
        };
        engine.AddHostObject("hostHash", new Func<string, string, string>(Hash));
        object? last = null;
        foreach (var (name, text) in JsonataSource.Scripts)
        {
            last = engine.Evaluate(name, text);
        }

        functions = (ScriptObject)last!;
        watch = new Timer(_ => EndIt(), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Whether the engine was interrupted or ran out of memory, and cannot be used again.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Evaluates the request's expression at this place. The first of a request to be evaluated brings the bindings.</summary>
    public JsonataAnswer Evaluate(JsonataRequest request, int place)
    {
        lock (gate)
        {
            runs = true;
        }

        watch.Change(Limit, Timeout.InfiniteTimeSpan);
        try
        {
            if (ReferenceEquals(request, begun))
            {
                return Read((string)Call("evaluate", request.Expressions[place])!);
            }

            begun = request;
            return Read((string)Call(
                "evaluate",
                request.Expressions[place],
                request.Bindings.ToString(),
                request.Seed,
                (double)request.Now.ToUnixTimeMilliseconds())!);
        }
        catch (ScriptInterruptedException)
        {
            IsSpent = true;
            return new JsonataAnswer.TimedOut();
        }
        catch (ScriptEngineException exception) when (exception.IsFatal)
        {
            IsSpent = true;
            return new JsonataAnswer.Failed(": The expression needs more memory than it may use.");
        }
        finally
        {
            lock (gate)
            {
                runs = false;
                IsSpent |= tooLong;
            }

            watch.Change(Timeout.Infinite, Timeout.Infinite);
        }
    }

    /// <summary>Reads expressions without evaluating them; an object or null for each, as JSON text.</summary>
    public string Check(string expressions) => (string)Call("check", expressions)!;

    // InvokeMethod, because ScriptObject.Invoke fetches its arguments back from the host, one by one: ten times as slow.
    private object? Call(string function, params object[] arguments) => functions.InvokeMethod(function, arguments);

    public void Dispose()
    {
        watch.Dispose();
        engine.Dispose();
    }

    private static JsonataAnswer Read(string answer) => answer switch
    {
        ['v', ..] => new JsonataAnswer.Value(Json.Parse(answer[1..])),
        ['u', ..] => new JsonataAnswer.Undefined(),
        ['n', ..] => new JsonataAnswer.Unsupported(),
        _ => new JsonataAnswer.Failed(answer[1..]),
    };

    private static string Hash(string data, string algorithm) => Convert.ToHexStringLower(
        CryptographicOperations.HashData(new HashAlgorithmName(algorithm.Replace("-", "", StringComparison.Ordinal)), Encoding.UTF8.GetBytes(data)));

    private void EndIt()
    {
        lock (gate)
        {
            if (runs)
            {
                tooLong = true;
                engine.Interrupt();
            }
        }
    }
}
