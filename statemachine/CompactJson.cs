using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workflow;

internal static class CompactJson
{
    // AWS shows a definition as it was sent: `'` and `<` are themselves there, not \u0027 and \u003C.
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };
}
