using System.Xml.Linq;
using JsonValues;
using Local.Protocol;
using Local.Serve.Operations;
using Local.Services;
using Local.Sqs;
using Microsoft.AspNetCore.Http;

namespace Local.Serve.Http;

/// <summary>The query protocol, a form in and XML out: STS's GetCallerIdentity, and SQS as SDKs of before November 2023 speak it.</summary>
internal sealed class QueryEndpoint(IReadOnlyDictionary<string, Operation> operations, AwsEndpoint aws)
{
    private static readonly XNamespace Sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    public async Task RunAsync(HttpContext context, string requestId)
    {
        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException error)
        {
            await XmlAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, Error("MalformedQueryString", error.Message, requestId));
            return;
        }

        var (action, version) = (form["Action"].ToString(), form["Version"].ToString());
        var target = $"{OperationTable.Sqs}.{action}";
        if (operations.ContainsKey(target))
        {
            await aws.RunAsync(
                context,
                target,
                () => Task.FromResult<ReadOnlyMemory<byte>>(Request(context, form).ToUtf8()),
                answer => XmlAnswer.WriteAsync(context, StatusCodes.Status200OK, SqsQuery.Answer(action, (JsonObject)Json.Parse(answer.Span), requestId)),
                error => XmlAnswer.WriteAsync(context, error.Status, Error(error, requestId)));
        }
        else if (action == "GetCallerIdentity")
        {
            await XmlAnswer.WriteAsync(context, StatusCodes.Status200OK, Identity(requestId));
        }
        else
        {
            await XmlAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, version == SqsQuery.Version
                ? SqsQuery.Error("InvalidAction", $"The action {XmlAnswer.InXml(action)} is not valid for this endpoint.", isSender: true, requestId)
                : Error("InvalidAction", $"Could not find operation {action} for version {version}", requestId));
        }
    }

    private static JsonObject Request(HttpContext context, IFormCollection form) =>
        SqsQuery.Request(form.Select(field => KeyValuePair.Create(field.Key, field.Value.ToString())), context.Request.Path);

    private static XElement Error(AwsError error, string requestId) => SqsQuery.Error(
        error.QueryCode,
        XmlAnswer.InXml(error.Code == "QueueDoesNotExist" ? "The specified queue does not exist for this wsdl version." : error.Message),
        error.Status < StatusCodes.Status500InternalServerError,
        requestId);

    private static XElement Identity(string requestId) => new(
        Sts + "GetCallerIdentityResponse",
        new XElement(
            Sts + "GetCallerIdentityResult",
            new XElement(Sts + "Arn", LocalAccount.Root),
            new XElement(Sts + "UserId", LocalAccount.Id),
            new XElement(Sts + "Account", LocalAccount.Id)),
        new XElement(Sts + "ResponseMetadata", new XElement(Sts + "RequestId", requestId)));

    private static XElement Error(string code, string message, string requestId) => new(
        Sts + "ErrorResponse",
        new XElement(
            Sts + "Error",
            new XElement(Sts + "Type", "Sender"),
            new XElement(Sts + "Code", code),
            new XElement(Sts + "Message", XmlAnswer.InXml(message))),
        new XElement(Sts + "RequestId", requestId));
}
