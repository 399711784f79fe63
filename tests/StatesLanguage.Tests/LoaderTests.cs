namespace StatesLanguage.Tests;

/// <summary>What is wrong with a definition, all of it, each at its place.</summary>
public sealed class LoaderTests
{
    [Theory]
    [InlineData("{}", "SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /")]
    [InlineData("""{"StartAt":"A","States":{}}""", "SCHEMA_VALIDATION_FAILED: The field 'States' must have at least one state at /States", "MISSING_TRANSITION_TARGET: Missing 'StartAt' target: A at /StartAt")]
    [InlineData("""{"StartAt":"A","Version":"2.0","Extra":1,"States":{"A":{"Type":"Succeed"}}}""",
        "SCHEMA_VALIDATION_FAILED: Field 'Extra' is not supported at /", "SCHEMA_VALIDATION_FAILED: Value should be '1.0' at /Version")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass"},"B":{"Type":"Nope"},"C":{}}}""",
        "SCHEMA_VALIDATION_FAILED: One of the fields 'Next' and 'End' is required at /States/A",
        "SCHEMA_VALIDATION_FAILED: Value should be one of [Choice, Fail, Map, Parallel, Pass, Succeed, Task, Wait] at /States/B/Type",
        "SCHEMA_VALIDATION_FAILED: These fields are required: [Type] at /States/C")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"Nowhere"},"B":{"Type":"Succeed"}}}""",
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/A/Next",
        "MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$.x","NumericEquals":"1","Next":"B"},{"Variable":"x","IsNull":true,"Next":"C"}]},"B":{"Type":"Succeed"}}}""",
        "SCHEMA_VALIDATION_FAILED: Expected value of type a number at /States/A/Choices[0]/NumericEquals",
        "SCHEMA_VALIDATION_FAILED: Value is not a valid JSONPath at /States/A/Choices[1]/Variable",
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/A/Choices[1]/Next")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"nothing","Parameters":{"x.$":"nope"},"ResultPath":"$.a[*]","TimeoutSeconds":0,"Retry":[{"ErrorEquals":["States.ALL"]},{"ErrorEquals":["A"],"BackoffRate":0.5}],"End":true}}}""",
        "SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/A/Resource",
        "SCHEMA_VALIDATION_FAILED: Value should be an integer between 1 and 99999999 at /States/A/TimeoutSeconds")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"x.$":"nope"},"ResultPath":"$.a[*]","Assign":{"states":1},"End":true}}}""",
        "SCHEMA_VALIDATION_FAILED: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call at /States/A/Parameters",
        "SCHEMA_VALIDATION_FAILED: Value is not a valid Reference Path at /States/A/ResultPath",
        "SCHEMA_VALIDATION_FAILED: The variable name 'states' is not valid at /States/A/Assign")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}]}}}""",
        "DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A/Branches[0]/States/A")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"x":1},"Next":"P"},"P":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"B","States":{"B":{"Type":"Pass","Assign":{"x.$":"$","y":2},"End":true}}}]}}}""",
        "SCHEMA_VALIDATION_FAILED: The variable 'x' is assigned in an outer scope already at /States/P/Branches[0]/States/B/Assign")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Map","End":true,"ItemReader":{},"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Succeed"}}}}}}""",
        "SCHEMA_VALIDATION_FAILED: Field is supported only for Distributed Map state at /States/A/ItemReader")]
    [InlineData("""{"StartAt":"A","States":{"A":{"Type":"Pass","QueryLanguage":"JSONata","Parameters":{},"Output":"{% 1","End":true}}}""",
        "SCHEMA_VALIDATION_FAILED: Field 'Parameters' is not supported at /States/A",
        "SCHEMA_VALIDATION_FAILED: Value is not a valid JSONata expression: it must start with '{%' and end with '%}' at /States/A/Output")]
    public void A_definition_is_refused_with_every_problem(string definition, params string[] findings)
    {
        var invalid = Assert.IsType<LoadedDefinition.Invalid>(DefinitionLoader.Load(definition));

        Assert.Equal(findings, invalid.Findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public void Text_that_is_no_JSONata_is_refused_at_its_place()
    {
        var invalid = Assert.IsType<LoadedDefinition.Invalid>(DefinitionLoader.Load("""
            {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":{"good":"{% 1 %}","bad":["{% 1 + %}"]},"End":true}}}
            """));

        Assert.Equal(
            "SCHEMA_VALIDATION_FAILED: Value is not a valid JSONata expression: S0207: Unexpected end of expression at /States/A/Output/bad[0]",
            Assert.Single(invalid.Findings).ToString());
    }

    [Fact]
    public void Text_that_is_no_JSON_is_refused_at_its_line()
    {
        var invalid = Assert.IsType<LoadedDefinition.Invalid>(DefinitionLoader.Load("{\n  oops"));

        var finding = Assert.Single(invalid.Findings);
        Assert.Equal(("INVALID_JSON_DESCRIPTION", "[Source: (String)\"{\n  oops\"; line: 2, column: 3]"), (finding.Code, finding.Location));
    }
}
