using JsonValues;
using StatesLanguage;

namespace Local.Integrations;

/// <summary>What a Task state's resource, such as <c>lambda:invoke</c>, does on this machine.</summary>
internal delegate Task<TaskOutcome> Integration(JsonObject parameters, CancellationToken cancellation);
