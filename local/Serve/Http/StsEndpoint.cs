using System.Xml.Linq;
using Local.Sqs;
using Microsoft.AspNetCore.Http;

namespace Local.Serve.Http;

/// <summary>STS's GetCallerIdentity, in the query protocol: a form in, XML out.</summary>
internal static class StsEndpoint
{
    private static readonly XNamespace Sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    public static async Task RunAsync(HttpContext context, string requestId)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var action = form["Action"].ToString();
        var answer = action == "GetCallerIdentity" ? Identity(requestId) : Unknown(action, form["Version"].ToString(), requestId);
        context.Response.StatusCode = answer.Name.LocalName == "ErrorResponse" ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(answer.ToString(), context.RequestAborted);
    }

    private static XElement Identity(string requestId) => new(
        Sts + "GetCallerIdentityResponse",
        new XElement(
            Sts + "GetCallerIdentityResult",
            new XElement(Sts + "Arn", $"arn:aws:iam::{QueueAddress.Account}:root"),
            new XElement(Sts + "UserId", QueueAddress.Account),
            new XElement(Sts + "Account", QueueAddress.Account)),
        Metadata(requestId));

    private static XElement Unknown(string action, string version, string requestId) => new(
        Sts + "ErrorResponse",
        new XElement(
            Sts + "Error",
            new XElement(Sts + "Type", "Sender"),
            new XElement(Sts + "Code", "InvalidAction"),
            new XElement(Sts + "Message", $"Could not find operation {action} for version {version}")),
        new XElement(Sts + "RequestId", requestId));

    private static XElement Metadata(string requestId) =>
        new(Sts + "ResponseMetadata", new XElement(Sts + "RequestId", requestId));
}
