using System.Buffers;

namespace Local.Sqs;

internal sealed record BatchEntry<T>(string Id, T Value);

/// <summary>An entry of a batch that was refused while others were taken.</summary>
internal sealed record BatchFailure(string Id, string Code, string Message);

internal sealed record BatchResult<T>(IReadOnlyList<BatchEntry<T>> Successful, IReadOnlyList<BatchFailure> Failed);

/// <summary>The rules of SQS for a batch as a whole.</summary>
internal static class Batch
{
    public const int MostEntries = 10;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <param name="entries">The batch.</param>
    /// <param name="entryKind">The name of an entry in the API, for the sentence on an empty batch.</param>
    /// <exception cref="SqsException">The batch is refused whole.</exception>
    public static void Check<T>(IReadOnlyList<BatchEntry<T>> entries, string entryKind)
    {
        if (entries.Count == 0)
        {
            throw new SqsException("EmptyBatchRequest", $"There should be at least one {entryKind} in the request.");
        }

        if (entries.Count > MostEntries)
        {
            throw new SqsException(
                "TooManyEntriesInBatchRequest",
                $"Maximum number of entries per request are {MostEntries}. You have sent {entries.Count}.");
        }

        if (entries.Any(entry => entry.Id.Length is 0 or > 80 || entry.Id.AsSpan().ContainsAnyExcept(IdCharacters)))
        {
            throw new SqsException(
                "InvalidBatchEntryId",
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
                + "It can be at most 80 letters long.");
        }

        if (entries.GroupBy(entry => entry.Id).FirstOrDefault(same => same.Count() > 1) is { Key: var repeated })
        {
            throw new SqsException("BatchEntryIdsNotDistinct", $"Id {repeated} repeated.");
        }
    }

    /// <exception cref="SqsException">The batch's messages are too long together.</exception>
    public static void CheckSize(IReadOnlyList<BatchEntry<NewMessage>> entries)
    {
        var size = entries.Sum(entry => (long)MessageRules.Size(entry.Value));
        if (size > QueueSettings.LargestMessage)
        {
            throw new SqsException(
                "BatchRequestTooLong",
                $"Batch requests cannot be longer than {QueueSettings.LargestMessage} bytes. You have sent {size} bytes.");
        }
    }

    /// <summary>Handles each entry by itself: an exception fails only its own entry.</summary>
    public static BatchResult<TResult> Run<T, TResult>(IReadOnlyList<BatchEntry<T>> entries, Func<T, TResult> action)
    {
        var successful = new List<BatchEntry<TResult>>();
        var failed = new List<BatchFailure>();
        foreach (var (id, value) in entries)
        {
            try
            {
                successful.Add(new(id, action(value)));
            }
            catch (SqsException e)
            {
                failed.Add(new(id, e.Code, e.Message));
            }
        }

        return new(successful, failed);
    }
}
