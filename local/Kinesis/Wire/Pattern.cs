using System.Text.RegularExpressions;

namespace Kinesis.Wire;

/// <summary>A regular expression of AWS's model, and its own text for messages.</summary>
internal sealed partial record Pattern(string Text, Regex Regex)
{
    public static readonly Pattern Name = new("[a-zA-Z0-9_.-]+", NameRegex());

    public static readonly Pattern HashKey = new(@"0|([1-9]\d{0,38})", HashKeyRegex());

    public static readonly Pattern SequenceNumber = new(@"0|([1-9]\d{0,128})", SequenceNumberRegex());

    public static readonly Pattern StreamArn = new(@"arn:aws.*:kinesis:.*:\d{12}:stream/\S+", StreamArnRegex());

    [GeneratedRegex(@"\A[a-zA-Z0-9_.-]+\z")]
    private static partial Regex NameRegex();

    [GeneratedRegex(@"\A(0|([1-9][0-9]{0,38}))\z")]
    private static partial Regex HashKeyRegex();

    [GeneratedRegex(@"\A(0|([1-9][0-9]{0,128}))\z")]
    private static partial Regex SequenceNumberRegex();

    [GeneratedRegex(@"\Aarn:aws.*:kinesis:.*:[0-9]{12}:stream/\S+\z")]
    private static partial Regex StreamArnRegex();
}
