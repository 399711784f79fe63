using System.Buffers.Binary;
using System.Text;
using JsonValues;
using Kinesis;

namespace Local.Serve.Http;

/// <summary>The requests that Kinesis refuses here with a sentence, and the form of a refusal.</summary>
internal static class KinesisRefusals
{
    // Operations that AWS has and this stage has not.
    private static readonly string[] NotBuilt =
    [
        "DeleteResourcePolicy", "DeregisterStreamConsumer", "DescribeAccountSettings", "DescribeStreamConsumer",
        "DisableEnhancedMonitoring", "EnableEnhancedMonitoring", "GetResourcePolicy", "ListStreamConsumers", "ListTagsForResource",
        "PutResourcePolicy", "RegisterStreamConsumer", "StartStreamEncryption", "StopStreamEncryption", "SubscribeToShard",
        "TagResource", "UntagResource", "UpdateAccountSettings", "UpdateStreamWarmThroughput",
    ];

    public static KinesisException Operation(string? name) => new(
        "UnknownOperationException",
        NotBuilt.Contains(name) ? $"The local stage has no {name}: no enhanced fan-out (event streams), encryption, policies or enhanced monitoring." : null);

    public static KinesisException Cbor() => new(
        "SerializationException",
        "The local stage reads JSON, not CBOR: set AWS_CBOR_DISABLE=true (SDK for Java: aws.cborEnabled=false), so that the client sends application/x-amz-json-1.1.");

    /// <summary>Kinesis names the text of a SerializationException with a capital.</summary>
    public static byte[] InJson(KinesisException error) => JsonObject.OfPresent(
        ("__type", error.Code),
        (error.Code == "SerializationException" ? "Message" : "message", error.Text)).ToUtf8();

    /// <summary>A map of texts.</summary>
    public static byte[] InCbor(KinesisException error)
    {
        var bytes = new List<byte>();
        string[] texts = error.Text is { } text ? ["__type", error.Code, "message", text] : ["__type", error.Code];
        Head(bytes, 0xa0, texts.Length / 2);
        foreach (var part in texts)
        {
            var utf8 = Encoding.UTF8.GetBytes(part);
            Head(bytes, 0x60, utf8.Length);
            bytes.AddRange(utf8);
        }

        return [.. bytes];
    }

    // RFC 8949, section 3: up to 23 in the byte itself, then in one or two bytes after it.
    private static void Head(List<byte> bytes, byte kind, int length)
    {
        switch (length)
        {
            case < 24:
                bytes.Add((byte)(kind | length));
                break;
            case < 256:
                bytes.AddRange([(byte)(kind | 24), (byte)length]);
                break;
            default:
                Span<byte> two = stackalloc byte[2];
                BinaryPrimitives.WriteUInt16BigEndian(two, (ushort)length);
                bytes.AddRange([(byte)(kind | 25), two[0], two[1]]);
                break;
        }
    }
}
