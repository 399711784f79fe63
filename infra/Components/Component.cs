using Pulumi;

namespace Infra.Components;

/// <summary>A part of the pipeline. What it creates hangs under it in <c>pulumi stack</c> and in the console.</summary>
internal abstract class Component(string type, string name, ComponentResourceOptions options)
    : ComponentResource($"streaming-analytics:infra:{type}", name, options)
{
    protected ComponentResourceOptions Part => new() { Parent = this };

    protected CustomResourceOptions Child => new() { Parent = this };

    /// <summary>Options of a child that AWS refuses, or creates wrongly, before the other resources exist.</summary>
    protected CustomResourceOptions ChildAfter(params Resource[] others) => new() { Parent = this, DependsOn = others };
}
