using System.Text;

namespace Local.Sqs;

/// <summary>
/// Names one receipt of a message. Once the message is received again, the handle does nothing: that receiver is late.
/// </summary>
internal sealed record ReceiptHandle(string Queue, string MessageId, int Receive)
{
    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Queue} {MessageId} {Receive}"));

    /// <exception cref="SqsException">It is not a handle of this queue.</exception>
    public static ReceiptHandle Parse(string text, string queue)
    {
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(' ') is [var name, var id, var receive]
            && name == queue
            && int.TryParse(receive, out var number))
        {
            return new(name, id, number);
        }

        throw SqsException.NotAReceiptHandle(text);
    }
}
