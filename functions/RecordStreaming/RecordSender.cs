namespace RecordStreaming;

/// <summary>Sends records until the stream has taken each, again only those that it refused.</summary>
public sealed class RecordSender(IRecordSink sink, Backoff backoff, TimeProvider clock)
{
    /// <param name="records">Within <see cref="StreamLimits"/>.</param>
    /// <exception cref="RecordsRefusedException">Some were refused in every attempt.</exception>
    public async Task SendAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default)
    {
        for (var attempt = 1; records.Count > 0; attempt++)
        {
            var answers = await sink.PutAsync(records, cancellation);
            var refused = records.Zip(answers).Where(pair => pair.Second is not null).ToList();
            if (refused.Count > 0 && attempt == backoff.Attempts)
            {
                throw new RecordsRefusedException([.. refused.Select(pair => pair.First)], attempt, refused[0].Second!);
            }

            records = [.. refused.Select(pair => pair.First)];
            if (records.Count > 0)
            {
                await Task.Delay(backoff.After(attempt), clock, cancellation);
            }
        }
    }
}
