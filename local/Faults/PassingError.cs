namespace Local.Faults;

/// <summary>An error of a service that passes, as Step Functions names it.</summary>
/// <param name="Name">The error's name.</param>
/// <param name="Cause">The sentence that comes with it.</param>
/// <param name="IsAfterEffect">Whether the service has done its work and only the answer is lost.</param>
internal sealed record PassingError(string Name, string Cause, bool IsAfterEffect = false)
{
    private static readonly Dictionary<string, IReadOnlyList<PassingError>> OfServices = new()
    {
        [FaultNames.Athena] =
        [
            new("Athena.TooManyRequestsException", "Rate exceeded"),
            new("Athena.AmazonAthenaException", "Internal service error"),
            LostAnswer("Athena"),
        ],
        [FaultNames.Lambda] =
        [
            new("Lambda.TooManyRequestsException", "Rate Exceeded."),
            new("Lambda.ServiceException", "The service encountered an internal error."),
            LostAnswer("Lambda"),
        ],
        [FaultNames.Redshift] =
        [
            new("RedshiftData.ActiveStatementsExceededException", "Active statements exceeded the allowed quota (500)."),
            new("RedshiftData.InternalServerException", "The Amazon Redshift Data API operation failed."),
            LostAnswer("RedshiftData"),
        ],
        [FaultNames.S3] = [new("S3.S3Exception", "Please reduce your request rate."), LostAnswer("S3")],
        [FaultNames.Sfn] = [new("Sfn.SfnException", "Rate exceeded"), LostAnswer("Sfn")],
        [FaultNames.Sqs] =
        [
            new("Sqs.RequestThrottledException", "Request is throttled."),
            new("Sqs.KmsThrottledException", "The request was denied due to request throttling."),
            LostAnswer("Sqs"),
        ],
        [FaultNames.DynamoDb] =
        [
            new("ProvisionedThroughputExceededException", "The level of configured provisioned throughput for the table was exceeded."),
            new("InternalServerError", "The request processing has failed because of an unknown error.", IsAfterEffect: true),
        ],
        [FaultNames.Firehose] =
        [
            new("ServiceUnavailableException", "Slow down."),
            new("InternalFailure", "The request processing has failed because of an unknown error.", IsAfterEffect: true),
        ],
    };

    public static IReadOnlyList<PassingError> Of(string service) => OfServices[service];

    private static PassingError LostAnswer(string service) => new(
        $"{service}.SdkClientException", "Unable to execute HTTP request: Connection reset", IsAfterEffect: true);
}
