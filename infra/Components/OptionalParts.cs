using Pulumi;

namespace Infra.Components;

/// <summary>The parts of the pipeline that its settings ask for.</summary>
internal static class OptionalParts
{
    public static IReadOnlyList<IOptionalPart> Create(DataLake lake, Scope scope, Resource parent)
    {
        var settings = scope.Settings;
        return
        [
            .. settings.RealTime ? [new RealTime(lake, scope, parent)] : Array.Empty<IOptionalPart>(),
            .. settings.Pricing ? [new PricePlanning(lake, scope, parent)] : Array.Empty<IOptionalPart>(),
            .. settings.HasWarehouse ? [new Warehouse(lake, new(lake, scope, parent), scope, parent)] : Array.Empty<IOptionalPart>(),
        ];
    }
}
