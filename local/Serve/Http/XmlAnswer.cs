using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Local.Serve.Http;

/// <summary>Answers in XML.</summary>
internal static class XmlAnswer
{
    public static Task WriteAsync(HttpContext context, int status, XElement answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml";

        // The answer adds no line breaks: those of a message's body are the sender's.
        return context.Response.WriteAsync(answer.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }

    /// <summary>A text without the characters that XML has no way to write.</summary>
    public static string InXml(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
