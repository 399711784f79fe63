using Local.Protocol;

namespace Local.Sqs;

/// <summary>
/// The URLs by which AWS names queues. Only the last part names the queue; the rest names the host and the account.
/// </summary>
internal static class QueueAddress
{
    public static string Url(string queue) => $"https://sqs.{LocalAccount.Region}.amazonaws.com/{LocalAccount.Id}/{queue}";

    public static string Arn(string queue) => LocalAccount.Arn("sqs", queue);

    public static string NameInUrl(string url) => url[(url.LastIndexOf('/') + 1)..];

    public static string NameInArn(string arn) => arn[(arn.LastIndexOf(':') + 1)..];
}
