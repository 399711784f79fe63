using Local.Protocol;

namespace Local.Sqs;

/// <summary>How AWS names a queue. Only the last part says which; the rest says on which host, and where AWS would have it.</summary>
internal static class QueueAddress
{
    public static string Url(string queue) => $"https://sqs.{LocalAccount.Region}.amazonaws.com/{LocalAccount.Id}/{queue}";

    public static string Arn(string queue) => LocalAccount.Arn("sqs", queue);

    public static string NameInUrl(string url) => url[(url.LastIndexOf('/') + 1)..];

    public static string NameInArn(string arn) => arn[(arn.LastIndexOf(':') + 1)..];
}
