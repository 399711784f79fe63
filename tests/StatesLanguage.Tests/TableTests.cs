namespace StatesLanguage.Tests;

public sealed class TableTests
{
    private const string Document =
        """{"a":{"b":[10,20,30],"c":null},"list":[{"n":1,"t":"x"},{"n":2,"t":"y"},{"n":3}],"s":"text","odd key":7}""";

    public static IEnumerable<TheoryDataRow<string, string, string>> Paths => CaseFile.Read("paths.cases");

    public static IEnumerable<TheoryDataRow<string, string, string>> Intrinsics => CaseFile.Read("intrinsics.cases");

    public static IEnumerable<TheoryDataRow<string, string, string>> Choices => CaseFile.Read("choices.cases");

    [Theory, MemberData(nameof(Paths))]
    public void A_path_finds_what_Jayway_finds(string text, string rest, string expected)
    {
        Assert.True(JsonPath.TryParse($"{text}{(rest.Length > 0 ? "  " + rest : "")}", out var path));
        var found = path.TryFind(Json.Parse(Document), out var value, out var problem) ? value.ToString() : $"!{problem}";
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("$.")]
    [InlineData("$.a[")]
    [InlineData("$.a['b]")]
    [InlineData("$.a[?(@.b ==)]")]
    [InlineData("$.a.unknown()")]
    [InlineData("$.a b")]
    public void Text_that_is_no_path_is_refused(string text) => Assert.False(JsonPath.TryParse(text, out _));

    [Theory, MemberData(nameof(Intrinsics))]
    public void An_intrinsic_function_gives_its_value_or_says_why_not(string call, string rest, string expected)
    {
        Assert.Equal("", rest);
        var definition = JsonObject.Of(
            ("StartAt", Json.Of("P")),
            ("States", JsonObject.Of(("P", JsonObject.Of(
                ("Type", Json.Of("Pass")),
                ("Parameters", JsonObject.Of(("v.$", Json.Of(call)))),
                ("OutputPath", Json.Of("$.v")),
                ("End", Json.True))))));
        var output = new World().Output(definition.ToString(), """{"n":[1,2,3],"s":"a,b","o":{"k":1}}""");
        Assert.Equal(
            expected.StartsWith('!')
                ? $"States.IntrinsicFailure: An error occurred while executing the state 'P' (entered at the event id #2). The function '{call}' had the following error: {expected[1..]}"
                : expected,
            output);
    }

    [Theory, MemberData(nameof(Choices))]
    public void A_choice_rule_holds_or_not(string rule, string input, string expected)
    {
        var with = ((JsonObject)Json.Parse(rule)).With("Next", Json.Of("Yes"));
        var output = new World().Output(
            $$$$"""
            {"StartAt":"C","States":{
              "C":{"Type":"Choice","Choices":[{{{{with}}}}],"Default":"No"},
              "Yes":{"Type":"Pass","Result":"yes","End":true},
              "No":{"Type":"Pass","Result":"no","End":true}}}
            """,
            input);
        Assert.Equal(expected.StartsWith("An error", StringComparison.Ordinal) ? $"States.Runtime: {expected}" : $"\"{expected}\"", output);
    }
}
