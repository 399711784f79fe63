using System.Text.RegularExpressions;

namespace Infra.Configuration;

/// <summary>The names of the stack's resources, as a person meets them in the console and on the command line.</summary>
internal sealed partial record Names(string Project, string Stack)
{
    /// <summary>
    /// The greatest length of a stack's name, with which the longest name, the access log bucket's, stays within S3's 63
    /// characters.
    /// </summary>
    public const int LongestStack = 18;

    /// <summary>The greatest length of the name of an OpenSearch Serverless collection and its policies, which are named like the stack.</summary>
    public const int LongestCollection = 32;

    public bool IsStackNameable => Stack.Length <= LongestStack && BucketNamePart().IsMatch(Stack);

    public string Prefix => $"{Project}-{Stack}";

    public string Of(string part) => $"{Prefix}-{part}";

    /// <summary>The alerts topic's, which the key's policy has to know before there is a topic.</summary>
    public string Alerts => Of("alerts");

    /// <summary>A bucket's name is unique in all of AWS.</summary>
    public string Bucket(string part, AwsAccount account) => $"{Prefix}-{part}-{account.Id}";

    /// <summary>SQL would have to quote a name with hyphens.</summary>
    public string Database => Prefix.Replace('-', '_');

    [GeneratedRegex("^[a-z0-9-]+$")]
    private static partial Regex BucketNamePart();
}
