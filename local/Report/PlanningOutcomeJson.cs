using System.Text.Json.Serialization;

namespace Local.Report;

/// <summary>The children of a map run, whose members AWS writes in Pascal case, and what StorePlanning answers.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(PlanningOutcome.Child))]
[JsonSerializable(typeof(PlanningOutcome.Batch))]
internal sealed partial class PlanningOutcomeJson : JsonSerializerContext;
