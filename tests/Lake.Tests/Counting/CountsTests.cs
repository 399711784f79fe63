using Lake.Counting;

namespace Lake.Tests.Counting;

public sealed class CountsTests
{
    [Theory]
    [InlineData(0, "0 lines")]
    [InlineData(1, "1 line")]
    [InlineData(2, "2 lines")]
    [InlineData(1_200, "1,200 lines")]
    public void A_noun_agrees_with_its_number(long count, string words) => Assert.Equal(words, Counts.Things(count, "line"));

    [Theory]
    [InlineData(1, "1 query")]
    [InlineData(0, "0 queries")]
    public void A_noun_may_have_a_plural_of_its_own(long count, string words) => Assert.Equal(words, Counts.Things(count, "query", "queries"));

    [Theory]
    [InlineData(1, "S1 (1001)")]
    [InlineData(5, "S1 (1001), S2 (1002), S3 (1003), S4 (1004), S5 (1005)")]
    [InlineData(6, "S1 (1001), S2 (1002), S3 (1003), S4 (1004), S5 (1005) and 1 more")]
    [InlineData(1_206, "S1 (1001), S2 (1002), S3 (1003), S4 (1004), S5 (1005) and 1,201 more")]
    public void Of_many_names_the_first_are_shown_and_the_others_counted(int names, string words) => Assert.Equal(
        words.Replace("(100", "(1,00", StringComparison.Ordinal),
        Counts.Names([.. Enumerable.Range(1, names).Select(i => new NamedCount($"S{i}", 1_000 + i))]));
}
