using System.Collections.Immutable;

namespace StatesLanguage;

/// <summary>A call of an intrinsic function, with its text as messages show it.</summary>
public sealed record IntrinsicCall(string Text, string Name, ImmutableArray<IntrinsicArgument> Arguments);

public abstract record IntrinsicArgument
{
    private IntrinsicArgument()
    {
    }

    public sealed record Literal(Json Value) : IntrinsicArgument;

    public sealed record Path(JsonPath Source) : IntrinsicArgument;

    public sealed record Call(IntrinsicCall Inner) : IntrinsicArgument;
}
