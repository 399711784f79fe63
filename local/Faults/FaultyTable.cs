using RealTime.Tables;

namespace Local.Faults;

/// <summary>A table that is throttled, or answers that it was too busy after it has written.</summary>
internal sealed class FaultyTable(ITable table, TableSchema schema, FaultDecisions decisions) : ITable
{
    private static readonly bool[] IsWritten = [false, true];

    public Task<IReadOnlyList<Item?>> GetAsync(IReadOnlyList<ItemKey> keys, CancellationToken cancellation = default)
    {
        Meet(string.Join('\n', keys));
        return table.GetAsync(keys, cancellation);
    }

    public async Task<IReadOnlyList<PutOutcome>> PutAsync(IReadOnlyList<ConditionalPut> puts, CancellationToken cancellation = default)
    {
        var fates = puts.Select(put => decisions.Next($"{schema.Name}.Put", schema.KeyOf(put.Item).ToString())).ToList();
        var outcomes = new PutOutcome[puts.Count];
        var made = new List<int>();
        for (var i = 0; i < puts.Count; i++)
        {
            if (fates[i].Meets(FaultNames.DynamoDb) && !fates[i].Of(IsWritten, "answer"))
            {
                outcomes[i] = PutOutcome.Busy;
            }
            else
            {
                made.Add(i);
            }
        }

        var answers = made.Count == 0 ? [] : await table.PutAsync([.. made.Select(i => puts[i])], cancellation);
        foreach (var (i, answer) in made.Zip(answers))
        {
            outcomes[i] = fates[i].Meets(FaultNames.DynamoDb) ? PutOutcome.Busy : answer;
        }

        return outcomes;
    }

    public Task<IReadOnlyList<Item>> QueryAsync(string partition, string first, string last, CancellationToken cancellation = default)
    {
        Meet($"{partition} {first} {last}");
        return table.QueryAsync(partition, first, last, cancellation);
    }

    public IAsyncEnumerable<Item> ScanAsync(CancellationToken cancellation = default) => table.ScanAsync(cancellation);

    private void Meet(string about)
    {
        if (decisions.Next($"{schema.Name}.Get", about).Meets(FaultNames.DynamoDb))
        {
            throw new TableBusyException($"The table {schema.Name} was throttled as --faults asked.");
        }
    }
}
