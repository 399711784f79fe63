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
