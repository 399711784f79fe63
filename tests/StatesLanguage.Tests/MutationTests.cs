using FsCheck;
using FsCheck.Fluent;

namespace StatesLanguage.Tests;

/// <summary>Whatever a definition says, it is refused or it runs to a result: our own code never fails.</summary>
public sealed class MutationTests
{
    private const string Definition = """
        {"Comment":"c","StartAt":"Pass","TimeoutSeconds":600,"States":{
          "Pass":{"Type":"Pass","Parameters":{"items":[1,{"a":"b"},null],"n":3,"t":"2026-11-20T08:00:01Z"},"Assign":{"v.$":"$.items"},"ResultPath":"$.x","Next":"Choice"},
          "Choice":{"Type":"Choice","Choices":[
            {"And":[{"Variable":"$.x.n","NumericGreaterThan":1},{"Not":{"Variable":"$.x.t","IsNull":true}}],"Next":"Wait"},
            {"Variable":"$v[0]","StringMatches":"a*","Next":"Fail"}],"Default":"Fail"},
          "Wait":{"Type":"Wait","TimestampPath":"$.x.t","OutputPath":"$.x","Next":"Parallel"},
          "Parallel":{"Type":"Parallel","Branches":[
            {"StartAt":"Inner","States":{"Inner":{"Type":"Wait","SecondsPath":"$.n","End":true}}},
            {"StartAt":"Task","States":{"Task":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","TimeoutSeconds":9,
              "Parameters":{"MessageBody.$":"States.JsonToString($)"},"ResultSelector":{"id.$":"$.MessageBody"},
              "Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":1,"MaxAttempts":2,"BackoffRate":1.5,"JitterStrategy":"FULL"}],"End":true}}}],
            "ResultPath":"$.p","Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.e","Next":"Map"}],"Next":"Map"},
          "Map":{"Type":"Map","ItemsPath":"$.items","ItemSelector":{"i.$":"$$.Map.Item.Index","v.$":"$$.Map.Item.Value"},"MaxConcurrency":2,
            "ItemProcessor":{"ProcessorConfig":{"Mode":"INLINE"},"StartAt":"Item","States":{"Item":{"Type":"Pass","InputPath":"$.v","End":true}}},
            "ResultPath":"$.m","Next":"Distributed"},
          "Distributed":{"Type":"Map","ItemsPath":"$.items","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},
              "StartAt":"Child","States":{"Child":{"Type":"Succeed"}}},
            "ItemBatcher":{"MaxItemsPerBatch":2,"BatchInput":{"n.$":"$.n"}},"ToleratedFailurePercentage":50,"Label":"L","ResultPath":null,"Next":"Done"},
          "Done":{"Type":"Succeed","OutputPath":"$.m"},
          "Fail":{"Type":"Fail","ErrorPath":"States.Format('E{}', $.x.n)","Cause":"c"}}}
        """;

    private static readonly Json[] Replacements =
    [
        Json.Null, Json.True, Json.Of(-1), Json.Of(0), Json.Of(1.5), Json.Of(1_000_000), Json.Of(""), Json.Of("$"), Json.Of("$."),
        Json.Of("$.x"), Json.Of("$$.Map.Item.Value"), Json.Of("$v"), Json.Of("$.items[*]"), Json.Of("$.items[0]"), Json.Of("Pass"), Json.Of("Done"),
        Json.Of("States.ArrayLength($.items)"), Json.Of("States.UUID()"), Json.Of("2026-11-20T08:00:01Z"), JsonArray.Empty, JsonObject.Empty,
        JsonArray.Of(Json.Of("States.ALL")), JsonObject.Of(("a.$", Json.Of("$.x"))), JsonObject.Of(("Type", Json.Of("Succeed"))),
    ];

    [Fact]
    public void The_definition_itself_succeeds() => Assert.Equal("""[1,{"a":"b"},null]""", new World().Output(Definition));

    [Fact]
    public void A_definition_with_one_value_replaced_is_refused_or_runs()
    {
        var definition = Json.Parse(Definition);
        var count = Places(definition);
        var changes = Gen.Choose(0, count - 1).Zip(Gen.Elements(Replacements)).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1500), Prop.ForAll(changes, change =>
        {
            var place = change.Item1;
            var changed = Replace(definition, ref place, change.Item2);
            if (DefinitionLoader.Load(changed.ToString()) is LoadedDefinition.Valid(var machine))
            {
                Assert.NotEqual(ExecutionStatus.Running, new World().Run(machine, "{}").Status);
            }
        }));
    }

    private static int Places(Json value) => 1 + value switch
    {
        JsonObject owner => owner.Sum(member => Places(member.Value)),
        JsonArray array => array.Sum(Places),
        _ => 0,
    };

    // Counts down over the values in the order of the text.
    private static Json Replace(Json value, ref int place, Json replacement)
    {
        if (place-- == 0)
        {
            return replacement;
        }

        switch (value)
        {
            case JsonObject owner:
                foreach (var (name, member) in owner)
                {
                    owner = owner.With(name, place >= 0 ? Replace(member, ref place, replacement) : member);
                }

                return owner;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    array = array.With(i, place >= 0 ? Replace(array[i], ref place, replacement) : array[i]);
                }

                return array;
            default:
                return value;
        }
    }
}
