using System.Globalization;
using Local.Dispatching;
using Local.StepFunctions;

namespace Local.Serve.Live;

/// <summary>The events that everybody who watches is told.</summary>
internal static class LiveEvents
{
    public static LiveEvent Of(Execution execution) => new("execution", ExecutionJson.ListItem(execution).ToString());

    public static LiveEvent Of(PassResult pass) => new("dispatch", string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"deliveries":{{pass.Deliveries}},"lines":{{pass.Lines}},"superseded":{{pass.Superseded}},"routes":{{pass.Routes.Count}},"deadLetters":{{pass.DeadLetters.Count}},"waiting":{{pass.Waiting.Count}}}"""));
}
