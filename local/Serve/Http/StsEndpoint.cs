using System.Xml;
using System.Xml.Linq;
using Local.Protocol;
using Microsoft.AspNetCore.Http;

namespace Local.Serve.Http;

/// <summary>STS's GetCallerIdentity, in the query protocol: a form in, XML out.</summary>
internal static class StsEndpoint
{
    private static readonly XNamespace Sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    public static async Task RunAsync(HttpContext context, string requestId)
    {
        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException error)
        {
            await WriteAsync(context, Error("MalformedQueryString", error.Message, requestId));
            return;
        }

        var action = form["Action"].ToString();
        var answer = action == "GetCallerIdentity" ? Identity(requestId) : Unknown(action, form["Version"].ToString(), requestId);
        await WriteAsync(context, answer);
    }

    private static Task WriteAsync(HttpContext context, XElement answer)
    {
        context.Response.StatusCode = answer.Name.LocalName == "ErrorResponse" ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        context.Response.ContentType = "text/xml";
        return context.Response.WriteAsync(answer.ToString(), context.RequestAborted);
    }

    private static XElement Identity(string requestId) => new(
        Sts + "GetCallerIdentityResponse",
        new XElement(
            Sts + "GetCallerIdentityResult",
            new XElement(Sts + "Arn", LocalAccount.Root),
            new XElement(Sts + "UserId", LocalAccount.Id),
            new XElement(Sts + "Account", LocalAccount.Id)),
        Metadata(requestId));

    private static XElement Unknown(string action, string version, string requestId) =>
        Error("InvalidAction", $"Could not find operation {action} for version {version}", requestId);

    private static XElement Error(string code, string message, string requestId) => new(
        Sts + "ErrorResponse",
        new XElement(
            Sts + "Error",
            new XElement(Sts + "Type", "Sender"),
            new XElement(Sts + "Code", code),
            new XElement(Sts + "Message", InXml(message))),
        new XElement(Sts + "RequestId", requestId));

    // XML has no way to write some characters.
    private static string InXml(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));

    private static XElement Metadata(string requestId) =>
        new(Sts + "ResponseMetadata", new XElement(Sts + "RequestId", requestId));
}
