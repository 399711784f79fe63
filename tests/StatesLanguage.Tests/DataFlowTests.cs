namespace StatesLanguage.Tests;

/// <summary>What reaches a state, what it passes on, and what it remembers.</summary>
public sealed class DataFlowTests
{
    private readonly World world = new();

    [Theory]
    [InlineData("", """{"result":{"x":1}}""")]
    [InlineData(""","ResultSelector":{"y.$":"$.result.x"}""", """{"y":1}""")]
    [InlineData(""","ResultPath":"$.in.out" """, """{"in":{"a":[5],"out":{"result":{"x":1}}},"n":2}""")]
    [InlineData(""","InputPath":"$.in","ResultPath":"$.n" """, """{"in":{"a":[5]},"n":{"result":{"x":1}}}""")]
    [InlineData(""","ResultPath":null """, """{"in":{"a":[5]},"n":2}""")]
    [InlineData(""","ResultPath":"$.in.a[0]","OutputPath":"$.in" """, """{"a":[{"result":{"x":1}}]}""")]
    [InlineData(""","OutputPath":null """, "{}")]
    public void The_result_goes_where_the_paths_say(string fields, string expected)
    {
        world.Answering(World.Succeeded("""{"result":{"x":1}}"""));

        Assert.Equal(expected, world.Output(Tasked(fields), """{"in":{"a":[5]},"n":2}"""));
    }

    [Fact]
    public void A_result_path_that_does_not_fit_fails() => Assert.Equal(
        "States.ResultPathMatchFailure: An error occurred while executing the state 'T' (entered at the event id #2). Unable to apply ReferencePath $.x to input \"text\"",
        world.Output(Tasked(""","ResultPath":"$.x" """), "\"text\""));

    [Fact]
    public void Parameters_are_filled_in_from_input_context_variables_and_functions()
    {
        world.Output("""
            {"StartAt":"V","States":{
              "V":{"Type":"Pass","Assign":{"v.$":"$.a"},"Next":"T"},
              "T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","InputPath":"$.a","End":true,"Parameters":{
                "literal":"$.a","list":[{"path.$":"$.b"},"$.b"],"context.$":"$$.State.Name","variable.$":"$v.b",
                "function.$":"States.Format('{}-{}', $.b, $$.Execution.Input.a.b)","behind.$":"$.c[7]"}}}}
            """, """{"a":{"b":1,"c":[]}}""");

        Assert.Equal(
            """{"literal":"$.a","list":[{"path":1},"$.b"],"context":"T","variable":1,"function":"1-1","behind":null}""",
            world.Calls[0].Parameters.ToString());
    }

    [Fact]
    public void Variables_are_set_from_the_result_itself_all_at_once_and_seen_by_inner_flows_only()
    {
        world.Answering(World.Succeeded("""{"raw":1}"""));
        var output = world.Output("""
            {"StartAt":"T","States":{
              "T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","ResultSelector":{"selected":2},
                   "Assign":{"x.$":"$.raw","list":[1,2]},"Next":"Swap"},
              "Swap":{"Type":"Pass","Assign":{"x":10,"old.$":"$x"},"Next":"M"},
              "M":{"Type":"Map","ItemsPath":"$list","Next":"End","ItemProcessor":{"StartAt":"I","States":{
                "I":{"Type":"Pass","Assign":{"inner.$":"$"},"Next":"J"},
                "J":{"Type":"Pass","Parameters":{"sum.$":"States.MathAdd($x, $inner)"},"End":true}}}},
              "End":{"Type":"Pass","Parameters":{"items.$":"$[*].sum","x.$":"$x","old.$":"$old"},"End":true}}}
            """);

        Assert.Equal("""{"items":[11,12],"x":10,"old":1}""", output);
    }

    [Fact]
    public void A_catcher_puts_the_error_where_it_says_and_remembers_it()
    {
        world.Answering(World.Failed("E", "why"));
        var output = world.Output("""
            {"StartAt":"T","States":{
              "T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true,
                   "Catch":[{"ErrorEquals":["E"],"ResultPath":"$.e.f","Assign":{"name.$":"$.Error"},"Next":"C"}]},
              "C":{"Type":"Pass","Parameters":{"e.$":"$.e.f.Cause","name.$":"$name","kept.$":"$.a"},"End":true}}}
            """, """{"a":1}""");

        Assert.Equal("""{"e":"why","name":"E","kept":1}""", output);
    }

    private static string Tasked(string fields) => """
        {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true FIELDS}}}
        """.Replace(" FIELDS", fields, StringComparison.Ordinal);
}
