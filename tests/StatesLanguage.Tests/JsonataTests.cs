using StatesLanguage.Jsonata;

namespace StatesLanguage.Tests;

/// <summary>Expressions by the reference implementation.</summary>
public sealed class JsonataTests(V8Jsonata jsonata) : IClassFixture<V8Jsonata>
{
    [Theory]
    [InlineData("$partition([1,2,3,4], 3)", "[[1,2,3],[4]]")]
    [InlineData("$range(0, 10, 5)", "[0,5,10]")]
    [InlineData("$range(3, 1, -1)", "[3,2,1]")]
    [InlineData("$hash('input data', 'MD5')", "\"812f45842bc6d66ee14572ce20db8e86\"")]
    [InlineData("$hash('input data')", "\"b4a697a057313163aee33cd8d40c66e9f0f177e00cac2de32475ffff6169c3e3\"")]
    [InlineData("$parse('{\"a\": [1]}').a[0]", "1")]
    [InlineData("$random(42)", "0.7275636800328681")]
    [InlineData("$random(0)", "0.730967787376657")]
    [InlineData("$random(7) = $random(7)", "true")]
    [InlineData("$base64encode('myuser:mypass')", "\"bXl1c2VyOm15cGFzcw==\"")]
    [InlineData("$base64decode('bXl1c2VyOm15cGFzcw==')", "\"myuser:mypass\"")]
    [InlineData("$base64encode('a') & $base64encode('ab') & $base64encode('abc')", "\"YQ==YWI=YWJj\"")]
    [InlineData("$replace('aXbX', /x/i, '-')", "\"a-b-\"")]
    [InlineData("$sort([3, 1, 2], function($l, $r) { $l > $r })", "[1,2,3]")]
    [InlineData("{'a': 1} ~> |$|{'b': 2}|", "{\"a\":1,\"b\":2}")]
    [InlineData("$fromMillis(0, '[Y0001]-[M01]')", "\"1970-01\"")]
    [InlineData("($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(100))", "100")]
    [InlineData("$random() != $random()", "true")]
    [InlineData("$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/).index", "0")]
    [InlineData("$now()", "\"2026-11-20T08:00:00.000Z\"")]
    [InlineData("$states.input.items[price > 1].name", "\"b\"")]
    [InlineData("$sum($states.input.items.price)", "3")]
    [InlineData("$known & '!'", "\"yes!\"")]
    public async Task An_expression_gives_a_value(string expression, string expected) => Assert.Equal(
        new JsonataAnswer.Value(Json.Parse(expected)), await EvaluateAsync(expression));

    [Theory]
    [InlineData("$eval('1')", "T1006: Attempted to invoke a non-function")]
    [InlineData("$formatNumber(1, 'x')", "D3086: The sub-picture must not contain a passive character that is preceded by an active character and that is followed by another active character")]
    [InlineData("$formatNumber(1, 'kg')", "D3086: The sub-picture must not contain a passive character that is preceded by an active character and that is followed by another active character")]
    [InlineData("$parse('{')", ": The argument of $parse is not JSON text.")]
    [InlineData("1 +", "S0207: Unexpected end of expression")]
    public async Task An_expression_that_fails_says_why(string expression, string expected) => Assert.Equal(
        new JsonataAnswer.Failed(expected), await EvaluateAsync(expression));

    [Fact]
    public async Task Nothing_and_functions_are_no_values()
    {
        Assert.IsType<JsonataAnswer.Undefined>(await EvaluateAsync("$states.input.nothing"));
        Assert.IsType<JsonataAnswer.Unsupported>(await EvaluateAsync("function($x) { $x }"));
        Assert.IsType<JsonataAnswer.Unsupported>(await EvaluateAsync("{ 'f': $sum }"));
    }

    [Fact]
    public async Task An_expression_without_end_is_ended_and_the_others_are_evaluated()
    {
        var answers = await jsonata.EvaluateAsync(
            Request("1 + 1", "($f := function() { $f() }; $f())", "2 + 2"), TestContext.Current.CancellationToken);

        Assert.Equal(
            [new JsonataAnswer.Value(Json.Of(2)), new JsonataAnswer.TimedOut(), new JsonataAnswer.Value(Json.Of(4))], answers);
    }

    [Fact]
    public async Task A_result_may_be_as_deep_as_a_payload_and_no_deeper()
    {
        const string Nested = "$reduce([1..{0}], function($inner, $level) { { 'a': $inner } }, 1)";

        Assert.IsType<JsonataAnswer.Value>(await EvaluateAsync(Nested.Replace("{0}", $"{Json.DeepestNesting}", StringComparison.Ordinal)));
        Assert.Equal(
            new JsonataAnswer.Failed(": The result is nested deeper than 1000 levels."),
            await EvaluateAsync(Nested.Replace("{0}", $"{Json.DeepestNesting + 1}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("$states.input.a + $x", """{"x":1,"states":{"input":{"a":1}}}""")]
    [InlineData("$xy", """{"x":1,"xy":2,"states":{}}""")]
    [InlineData("$states.context.State.Name", """{"states":{"context":{"State":{}}}}""")]
    [InlineData("$states", """{"states":{"input":{"a":1},"context":{"State":{}}}}""")]
    [InlineData("$states.*", """{"states":{"input":{"a":1},"context":{"State":{}}}}""")]
    [InlineData("$keys($states)", """{"states":{"input":{"a":1},"context":{"State":{}}}}""")]
    [InlineData("$states . input", """{"states":{"input":{"a":1},"context":{"State":{}}}}""")]
    [InlineData("1", """{"states":{}}""")]
    public void Only_what_an_expression_may_look_at_is_sent(string expression, string expected) => Assert.Equal(
        expected,
        JsonataBindings.For(
            [expression],
            (JsonObject)Json.Parse("""{"x":1,"xy":2}"""),
            (JsonObject)Json.Parse("""{"input":{"a":1},"context":{"State":{}}}""")).ToString());

    private static JsonataRequest Request(params string[] expressions) => new(
        expressions,
        (JsonObject)Json.Parse("""{"known":"yes","states":{"input":{"items":[{"name":"a","price":1},{"name":"b","price":2}]}}}"""),
        1,
        World.Start);

    private async Task<JsonataAnswer> EvaluateAsync(string expression) =>
        Assert.Single(await jsonata.EvaluateAsync(Request(expression), TestContext.Current.CancellationToken));
}
