namespace RecordStreaming;

/// <summary>Sends records until the stream has taken each, again only those that it refused.</summary>
public sealed class RecordSender(IRecordSink sink, Backoff backoff, TimeProvider clock)
{
    /// <param name="records">The records, at least one, and within <see cref="StreamLimits"/>.</param>
    /// <exception cref="RecordsRefusedException">Some were refused in every attempt.</exception>
    public async Task SendAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answers = await sink.PutAsync(records, cancellation);
            var refused = records.Zip(answers).Where(pair => pair.Second is not null).ToList();
            if (refused.Count == 0)
            {
                return;
            }

            records = [.. refused.Select(pair => pair.First)];
            if (attempt == backoff.Attempts)
            {
                throw new RecordsRefusedException(records, attempt, refused[0].Second!);
            }

            await Task.Delay(backoff.After(attempt), clock, cancellation);
        }
    }
}
