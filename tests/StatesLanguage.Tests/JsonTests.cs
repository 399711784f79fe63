using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace StatesLanguage.Tests;

public sealed class JsonTests
{
    private static readonly Gen<Json> Values = Gen.Sized(Value);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0", "0")]
    [InlineData("1.0", "1.0")]
    [InlineData("0.1", "0.1")]
    [InlineData("1e3", "1000.0")]
    [InlineData("0.001", "0.001")]
    [InlineData("0.0001", "1.0E-4")]
    [InlineData("9999999.5", "9999999.5")]
    [InlineData("12345678.25", "1.234567825E7")]
    [InlineData("1e21", "1.0E21")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void Numbers_print_as_AWS_prints_them(string text, string printed) => Assert.Equal(printed, Json.Parse(text).ToString());

    [Fact]
    public void Only_what_must_be_escaped_is() => Assert.Equal(
        "\"<>&'é🚚\\\"\\\\\\n\\u0001\"", Json.Of("<>&'é🚚\"\\\n\u0001").ToString());

    [Fact]
    public void Of_equal_names_the_last_value_counts() => Assert.Equal("{\"a\":2,\"b\":1}", Json.Parse("""{"a":1,"b":1,"a":2}""").ToString());

    [Fact]
    public void Objects_are_equal_in_any_order() => Assert.Equal(Json.Parse("""{"a":1,"b":[2.0]}"""), Json.Parse("""{"b":[2],"a":1.0}"""));

    [Theory]
    [InlineData("1795132800.500", "1795132800.500")]
    [InlineData("1795132800", "1795132800")]
    [InlineData("-0.001", "-0.001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void A_decimal_prints_its_own_digits(string value, string printed) =>
        Assert.Equal(printed, Json.Of(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)).ToString());

    [Fact]
    public void Members_are_written_as_what_they_are()
    {
        string? missing = null;
        long? unknown = null;
        Assert.Equal(
            """{"text":"a","number":3,"part":0.5,"flag":true,"missing":null,"unknown":null,"list":["b",4]}""",
            JsonObject.Of(
                ("text", "a"), ("number", 3), ("part", 0.5), ("flag", true), ("missing", missing), ("unknown", unknown),
                ("list", JsonArray.Of("b", 4))).ToString());
        Assert.Equal("""{"text":"a"}""", JsonObject.OfPresent(("missing", missing), ("text", "a"), ("unknown", unknown), ("null", null)).ToString());
    }

    [Fact]
    public void A_value_is_found_by_the_names_that_lead_to_it()
    {
        var json = Json.Parse("""{"a":{"b":{"c":"d"},"n":1,"nothing":null}}""");
        Assert.Equal("""{"c":"d"}""", json.Find("a", "b")?.ToString());
        Assert.Equal("d", json.FindText("a", "b", "c"));
        Assert.All<string[]>([["a", "c"], ["a", "b", "c", "d"], ["c"]], names => Assert.Null(json.Find(names)));
        Assert.All<string[]>([["a", "n"], ["a", "nothing"], ["a", "b"]], names => Assert.Null(json.FindText(names)));
    }

    [Fact]
    public void An_object_without_some_members_keeps_the_others_in_their_order()
    {
        var json = (JsonObject)Json.Parse("""{"a":1,"b":2,"c":3}""");
        Assert.Equal("""{"a":1,"c":3}""", json.Without("b", "d").ToString());
        Assert.Same(json, json.Without("d"));
    }

    [Theory]
    [InlineData("""{"a":1,"b":{"a":2}}""", null)]
    [InlineData("""{"a":1,"b":1,"a":2}""", "Duplicate property 'a' encountered during deserialization.")]
    [InlineData("""[{"b":{"a":1,"\u0061":1}}]""", "Duplicate property 'a' encountered during deserialization.")]
    public void A_name_that_stands_twice_is_refused_where_names_must_be_unique(string text, string? problem) => Assert.Equal(
        problem, Record.Exception(() => Json.ParseUnique(Encoding.UTF8.GetBytes(text)))?.Message);

    [Fact]
    public void What_is_printed_reads_back_and_has_the_length_told() => Check.QuickThrowOnFailure(Prop.ForAll(Values.ToArbitrary(), value =>
    {
        Assert.Equal(value, Json.Parse(value.ToString()));
        Assert.Equal(Encoding.UTF8.GetByteCount(value.ToString()), value.Utf8Length);
        Assert.Equal(value.GetHashCode(), Json.Parse(value.ToString()).GetHashCode());
    }));

    private static Gen<Json> Value(int size)
    {
        var text = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(t => Clean(t.Get));
        Gen<Json>[] scalars =
        [
            Gen.Constant<Json>(Json.Null),
            Gen.Elements<Json>(Json.True, Json.False),
            ArbMap.Default.GeneratorFor<long>().Select(Json.Of),
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(n => Json.Of(n.Get)),
            text.Select(Json.Of),
        ];
        var scalar = Gen.OneOf(scalars);
        if (size == 0)
        {
            return scalar;
        }

        var inner = Value(size / 3);
        return Gen.OneOf(
            scalar,
            inner.ListOf().Select(items => (Json)JsonArray.Of(items)),
            text.Zip(inner).ListOf().Select(members => (Json)members.Aggregate(
                JsonObject.Empty, (owner, member) => owner.With(member.Item1, member.Item2))));
    }

    // Half a surrogate pair is no text.
    private static string Clean(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);
}
