using JsonValues;
using StatesLanguage;

namespace Local.Integrations;

/// <summary>Does the work of a Task state's resource, such as <c>lambda:invoke</c>, on this machine.</summary>
internal delegate Task<TaskOutcome> Integration(JsonObject parameters, CancellationToken cancellation);
