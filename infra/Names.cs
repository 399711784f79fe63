namespace Infra;

/// <summary>The names that the stack's resources have in AWS, which a person meets in the console and on the command line.</summary>
internal sealed record Names(string Project, string Stack)
{
    /// <summary>So that the longest name, the access log bucket's, stays within S3's 63 characters.</summary>
    public const int LongestStack = 18;

    public string Prefix => $"{Project}-{Stack}";

    public string Of(string part) => $"{Prefix}-{part}";

    /// <summary>A bucket's name is unique in all of AWS.</summary>
    public string Bucket(string part, AwsAccount account) => $"{Prefix}-{part}-{account.Id}";

    /// <summary>SQL would have to quote a name with hyphens.</summary>
    public string Database => Prefix.Replace('-', '_');
}
