namespace Pricing.Tests;

public sealed class PriceRuleTests
{
    private const string Steps = """[{"below":1,"percent":5},{"percent":-5}]""";

    [Fact]
    public void The_deployed_rule_is_one() => Assert.Equal((5, 5), (PriceRule.Deployed.Cover.Count, PriceRule.Deployed.Trend.Count));

    [Theory]
    [InlineData("""{"cover":[],"trend":STEPS,"perishing":0,"smoothing":5}""", "price-rule.json: cover: the last step has no 'below', so that every number falls on one.")]
    [InlineData("""{"cover":[{"below":1,"percent":1}],"trend":STEPS,"perishing":0,"smoothing":5}""", "price-rule.json: cover: the last step has no 'below', so that every number falls on one.")]
    [InlineData("""{"cover":STEPS,"trend":[{"percent":1},{"percent":1}],"perishing":0,"smoothing":5}""", "price-rule.json: trend: only the last step has no 'below'.")]
    [InlineData("""{"cover":STEPS,"trend":[{"below":2,"percent":1},{"below":2,"percent":1},{"percent":1}],"perishing":0,"smoothing":5}""", "price-rule.json: trend: each 'below' is greater than the one before it.")]
    [InlineData("""{"cover":[{"percent":51}],"trend":STEPS,"perishing":0,"smoothing":5}""", "price-rule.json: cover: a step's percent is from -50 to 50.")]
    [InlineData("""{"cover":STEPS,"trend":STEPS,"perishing":5,"smoothing":5}""", "price-rule.json: perishing is 5, not from -50 to 0.")]
    [InlineData("""{"cover":STEPS,"trend":STEPS,"perishing":0,"smoothing":0}""", "price-rule.json: smoothing is 0, not from 1 to 1000.")]
    public void A_rule_that_contradicts_itself_is_refused_with_its_place(string json, string sentence) => Assert.Equal(
        sentence, Assert.Throws<PriceRuleException>(() => PriceRule.Parse(json.Replace("STEPS", Steps, StringComparison.Ordinal))).Message);

    [Fact]
    public void What_is_no_rule_is_refused() => Assert.StartsWith(
        "price-rule.json: ", Assert.Throws<PriceRuleException>(() => PriceRule.Parse("""{"cover":[],"trends":[]}""")).Message, StringComparison.Ordinal);
}
