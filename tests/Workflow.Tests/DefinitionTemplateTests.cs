using System.Text.Json.Nodes;

namespace Workflow.Tests;

public class DefinitionTemplateTests
{
    [Theory]
    [InlineData("""{"MaxConcurrency":"${N}"}""", """{"MaxConcurrency":40}""")]
    [InlineData("""{"Text":"at most ${N} at once"}""", """{"Text":"at most 40 at once"}""")]
    [InlineData("""{"List":["${N}",{"Deep":"${N}${N}"}]}""", """{"List":[40,{"Deep":"4040"}]}""")]
    [InlineData("""{"Same":"${N}","Kept":[true,null,1.50,"$.path","${ N }"]}""", """{"Same":40,"Kept":[true,null,1.50,"$.path","${ N }"]}""")]
    public void A_token_becomes_its_value_and_a_whole_string_keeps_the_values_type(string definition, string expected) =>
        Assert.Equal(expected, Substitute(definition, ("N", 40)));

    [Fact]
    public void Quotes_and_line_breaks_in_a_value_cannot_leave_their_string() =>
        Assert.Equal(
            """{"Query":"SELECT '\"'\nFROM t"}""",
            Substitute("""{"Query":"${Sql}"}""", ("Sql", "SELECT '\"'\nFROM t")));

    [Fact]
    public void A_value_that_looks_like_a_token_is_left_alone() =>
        Assert.Equal("""{"A":"${B}","B":"x"}""", Substitute("""{"A":"${A}","B":"${B}"}""", ("A", "${B}"), ("B", "x")));

    [Fact]
    public void Tokens_without_a_value_are_refused_by_name()
    {
        var error = Assert.Throws<WorkflowFileException>(() => Substitute("""{"A":"${One}","B":"${Two}","C":"${Three}"}""", ("Two", 2)));
        Assert.Equal("The definition was given no value for ${One}, ${Three}.", error.Message);
    }

    [Fact]
    public void Values_without_a_token_are_refused_by_name()
    {
        var error = Assert.Throws<WorkflowFileException>(() => Substitute("""{"A":"${One}"}""", ("One", 1), ("Two", 2)));
        Assert.Equal("The definition does not use ${Two}.", error.Message);
    }

    [Fact]
    public void Text_that_is_not_JSON_is_refused_with_its_place()
    {
        var error = Assert.Throws<WorkflowFileException>(() => Substitute("{\n  \"A\": 1,\n}"));
        Assert.StartsWith("The definition is not JSON: line 3, byte 1: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_stands_twice_is_refused_rather_than_losing_a_state()
    {
        var error = Assert.Throws<WorkflowFileException>(() => Substitute("""{"States":{"A":{"Type":"Pass"},"A":{"Type":"Fail"}}}"""));
        Assert.StartsWith("The definition is not JSON: Duplicate property 'A'", error.Message, StringComparison.Ordinal);
    }

    private static string Substitute(string definition, params (string Name, JsonNode Value)[] values) =>
        DefinitionTemplate.Substitute(definition, values.ToDictionary(value => value.Name, value => value.Value));
}
