using System.Collections.Immutable;

namespace StatesLanguage;

/// <summary>JSON with places that are filled in from the input, the context, variables or an expression.</summary>
public abstract record Template
{
    private Template()
    {
    }

    /// <summary>Whether some place is a JSONata expression.</summary>
    public virtual bool HasExpressions => false;

    public sealed record Literal(Json Value) : Template;

    /// <param name="Field">The field as messages name it, such as <c>total.$</c>.</param>
    /// <param name="Source">The path of the value.</param>
    public sealed record Path(string Field, JsonPath Source) : Template;

    public sealed record Intrinsic(string Field, IntrinsicCall Call) : Template;

    /// <param name="Field">The place as messages name it, such as <c>Arguments/Payload</c>.</param>
    /// <param name="Text">JSONata, without its delimiters.</param>
    public sealed record Expression(string Field, string Text) : Template
    {
        public override bool HasExpressions => true;
    }

    public sealed record Object(ImmutableArray<KeyValuePair<string, Template>> Members) : Template
    {
        internal readonly string[] Names = [.. Members.Select(member => member.Key)];

        public override bool HasExpressions { get; } = Members.Any(member => member.Value.HasExpressions);
    }

    public sealed record Array(ImmutableArray<Template> Items) : Template
    {
        public override bool HasExpressions { get; } = Items.Any(item => item.HasExpressions);
    }
}
