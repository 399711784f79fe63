namespace Local.Sqs;

/// <summary>How AWS names a queue. Only the last part says which; the rest says on which host, and where AWS would have it.</summary>
internal static class QueueAddress
{
    public const string Account = "000000000000";
    private const string Region = "us-east-1";

    public static string Url(string queue) => $"https://sqs.{Region}.amazonaws.com/{Account}/{queue}";

    public static string Arn(string queue) => $"arn:aws:sqs:{Region}:{Account}:{queue}";

    public static string NameInUrl(string url) => url[(url.LastIndexOf('/') + 1)..];

    public static string NameInArn(string arn) => arn[(arn.LastIndexOf(':') + 1)..];
}
