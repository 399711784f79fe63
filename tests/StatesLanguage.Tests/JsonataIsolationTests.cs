namespace StatesLanguage.Tests;

/// <summary>What an expression may not do: reach code, see more of a value than the value has, spoil what others see.</summary>
public sealed class JsonataIsolationTests(V8Jsonata jsonata) : IClassFixture<V8Jsonata>
{
    private static readonly string[] InheritedNames =
    [
        "constructor", "toString", "toLocaleString", "valueOf", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "__proto__",
        "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__",
    ];

    private static readonly string[] OtherNames =
        ["length", "prototype", "name", "call", "apply", "bind", "caller", "arguments", "push", "map", "sequence", "then", "next", "exec", "lastIndex"];

    public static TheoryData<string> Names => [.. InheritedNames, .. OtherNames];

    public static TheoryData<string> Functions => [.. from function in Values from member in Members select $"{function}.{member}"];

    private static string[] Values => ["$sum", "$f", "$now", "$f(?)", "/a/", "$match", "[$sum]", "[$f]", "{'f': $f}.f"];

    private static string[] Members =>
    [
        "implementation", "environment", "body", "_jsonata_function", "_jsonata_lambda", "signature", "constructor", "*", "**.environment",
        "**.implementation", "apply", "thunk",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_that_a_value_does_not_have_gives_nothing(string name)
    {
        foreach (var value in (string[])["{}", "{'P1': 5}", "[{}]", "'text'", "1", "true", "null", "$states.input", "$match('a', /a/)"])
        {
            Assert.Equal($"{value} false", $"{value} {await TextAsync($"($v := {value}; $exists($v.`{name}`))")}");
        }

        Assert.Equal("false", await TextAsync("$exists($lookup({'P1': 5}, $states.input.name))", $$"""{"name":"{{name}}"}"""));
        if (name is not ("map" or "length"))
        {
            Assert.Equal("false", await TextAsync($"$exists(${name})"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_that_a_value_has_is_a_name_like_others(string name)
    {
        var input = $$"""{"{{name}}":{"a":1},"items":[{"k":"{{name}}","v":1},{"k":"{{name}}","v":2},{"k":"x","v":3}]}""";

        Assert.Equal("1", await TextAsync($"$states.input.`{name}`.a", input));
        Assert.Equal("""{"a":1}""", await TextAsync($"$lookup($states.input, '{name}')", input));
        Assert.Equal($$"""{"{{name}}":[1,2],"x":3}""", await TextAsync("$states.input.items{k: v}", input));
        Assert.Equal($$"""{"{{name}}":1}""", await TextAsync($$"""{'{{name}}': 1}"""));
        Assert.Equal($$"""{"a":1,"{{name}}":2}""", await TextAsync($$"""$merge([{'a': 1}, {'{{name}}': 2}])"""));
        Assert.Equal($$"""["{{name}}","items"]""", await TextAsync("$keys($states.input)", input));
        Assert.Equal("7", await TextAsync($"(${name} := 7; ${name})"));
        Assert.Equal($$"""{"{{name}}":4}""", await TextAsync($$"""{} ~> |$|{'{{name}}': 4}|"""));
        Assert.Equal("true", await TextAsync($"$states.input = $states.input", input));
        Assert.Equal("false", await TextAsync($"$exists($states.input.items.a)", input));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task What_a_function_is_made_of_is_no_data(string member) =>
        Assert.Equal("false", await TextAsync($"($f := function($x) {{ $x }}; $exists({member}))"));

    [Theory]
    [InlineData("$exists({}.constructor.constructor('return 1')())")]
    [InlineData("($o := {'a':1}; $l := $o.__lookupGetter__; $get := $o.($l('__proto__')); $o.constructor.($get()))")]
    [InlineData("($o := {'a':1}; $p := $o.__proto__; $d := $o.__defineGetter__; $x := $p.($d('price', $o.toString)); 'ok')")]
    [InlineData("$states.input.f(1)", """{"f":{"_jsonata_function":true,"implementation":"x"}}""")]
    [InlineData("$states.input.f(1)", """{"f":{"_jsonata_lambda":true,"arguments":[],"environment":{},"body":{"type":"string","value":"x"}}}""")]
    [InlineData("{'then': /a/}")]
    [InlineData("$eval('1')")]
    [InlineData("$sum.constructor('return 1')()")]
    public async Task After_an_expression_that_reaches_for_code_all_is_as_before(string expression, string input = "{}")
    {
        await EvaluateAsync(expression, input);
        Assert.Equal("\"no price\"", await TextAsync("$exists($states.input.price) ? 'has a price' : 'no price'", """{"name":"x"}"""));
        Assert.Equal("6", await TextAsync("$sum([1, 2, 3])"));
    }

    [Theory]
    [InlineData("($sum := function() { 0 }; $sum([1]))", "$sum([1])", "1")]
    [InlineData("($leak := 5; $leak)", "$exists($leak)", "false")]
    [InlineData("$states ~> |$|{'input': 9}|", "$states.input", "{}")]
    public async Task What_an_expression_sets_ends_with_it(string first, string second, string expected)
    {
        await EvaluateAsync(first);

        Assert.Equal(expected, await TextAsync(second));
    }

    [Theory]
    [InlineData("($f := function($a) { $f($append($a, $a)) }; $f([1..1000]))")]
    [InlineData("($f := function($s) { $f($s & $s & $string($random())) }; $f('some text'))")]
    [InlineData("($f := function($n) { 1 + $f($n + 1) }; $f(1))")]
    [InlineData("($f := function($o) { $f({'a': $o, 'b': [1..10000]}) }; $f(1))")]
    [InlineData("[1..9000000].{'a': $, 'b': $string($)}")]
    public async Task An_expression_that_eats_memory_fails_alone(string expression)
    {
        Assert.IsNotType<JsonataAnswer.Value>(await EvaluateAsync(expression));
        Assert.Equal("2", await TextAsync("1 + 1"));
    }

    [Theory]
    [InlineData("$split($states.input, '')[0]", "\"\ufffd\"")]
    [InlineData("$substring($states.input, 0, 2)", "\"😀 \"")]
    [InlineData("'\\uD83D'", "\"\ufffd\"")]
    [InlineData("'\\uD83D\\uDE00'", "\"😀\"")]
    [InlineData("{'\\uDE00': ['a\\uD83Db']}", "{\"\ufffd\":[\"a\ufffdb\"]}")]
    [InlineData("$parse('\"\\\\ud83d\"')", "\"\ufffd\"")]
    [InlineData("$match($states.input, /./)[0].match", "\"\ufffd\"")]
    [InlineData("'\\\\ud83d'", "\"\\\\ud83d\"")]
    public async Task Half_a_pair_of_surrogates_becomes_the_character_for_what_cannot_be_written(string expression, string expected) =>
        Assert.Equal(Json.Parse(expected), Assert.IsType<JsonataAnswer.Value>(await EvaluateAsync(expression, "\"😀 Store\"")).Result);

    [Theory]
    [InlineData("$formatNumber(1, 'x')")]
    [InlineData("$pad('x', 1000000000)")]
    [InlineData("$random('x')")]
    [InlineData("$partition([1], 'x')")]
    [InlineData("$hash(1, 2)")]
    [InlineData("$hash('x', 'SHA-3')")]
    [InlineData("1/0")]
    [InlineData("$power(10, 400)")]
    [InlineData("$sqrt(-1)")]
    public async Task An_error_is_never_told_in_the_words_of_the_engine(string expression)
    {
        var message = Assert.IsType<JsonataAnswer.Failed>(await EvaluateAsync(expression)).Message;

        Assert.Matches("^([A-Z][0-9]{4})?: .+", message);
        Assert.DoesNotMatch("undefined \\(|Cannot read|is not a function|Invalid string length|Cannot mix", message);
    }

    private async Task<string> TextAsync(string expression, string input = "{}") => await EvaluateAsync(expression, input) switch
    {
        JsonataAnswer.Value(var value) => value.ToString(),
        var other => $"{expression}: {other}",
    };

    private async Task<JsonataAnswer> EvaluateAsync(string expression, string input = "{}") => Assert.Single(
        await jsonata.EvaluateAsync(
            new JsonataRequest([expression], (JsonObject)Json.Parse($$$"""{"states":{"input":{{{input}}}}}"""), 1, World.Start),
            TestContext.Current.CancellationToken));
}
