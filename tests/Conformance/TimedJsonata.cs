using StatesLanguage;
using Tests.Shared;

namespace Conformance;

/// <summary>Holds virtual time still while Node evaluates.</summary>
internal sealed class TimedJsonata(IJsonata inner, VirtualTime time) : IJsonata
{
    public async ValueTask<IReadOnlyList<JsonataAnswer>> EvaluateAsync(JsonataRequest request, CancellationToken cancellation)
    {
        using var outside = time.Outside();
        return await inner.EvaluateAsync(request, cancellation);
    }
}
