using Lake.Athena;
using Lake.S3;

namespace Lake.Tests.Athena;

/// <summary>What Trino makes of an expression, by Trino's own pages: one table, in the order of its documentation.</summary>
public sealed class TrinoTests(TrinoTests.SharedLake shared) : IClassFixture<TrinoTests.SharedLake>
{
    private const string Arrow = " → ";

    public static IEnumerable<TheoryDataRow<string, string, string>> Cases() =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Athena", "trino.cases"))
        where line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith('=')
        let parts = line.Split(Arrow)
        select new TheoryDataRow<string, string, string>(parts[0], parts[1], parts[2]);

    [Fact]
    public void The_table_is_as_long_as_it_was() => Assert.InRange(Cases().Count(), 300, int.MaxValue);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_expression_has_the_value_and_the_type_that_Trino_gives_it(string expression, string type, string value)
    {
        QueryExecution query;
        try
        {
            query = await shared.Lake.RunAsync($"SELECT {expression}");
        }
        catch (AthenaException refusal)
        {
            Assert.Equal(("fails", value), (type, refusal.Message.Split(':')[0]));
            return;
        }

        if (type == "fails")
        {
            Assert.Equal((QueryState.Failed, value), (query.State, query.Error?.Kind));
            return;
        }

        Assert.True(query.State == QueryState.Succeeded, query.StateChangeReason);
        var row = shared.Lake.Text(S3Uri.Parse(query.OutputLocation)).Split('\n', 2)[1].TrimEnd('\n');
        var found = Assert.Single(query.Columns).Type.Name;
        Assert.Equal((type == "any" ? found : type, value == "NULL" ? "" : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""), (found, row));
    }

    public sealed class SharedLake : IDisposable
    {
        internal TemporaryLake Lake { get; } = new();

        public void Dispose() => Lake.Dispose();
    }
}
