using System.Text.Json.Nodes;
using Lake.Counting;

namespace Chaos.Runs;

/// <summary>Dead letters as an operator handles them: looked at, sent back, forgotten.</summary>
public sealed class DeadLetterTests
{
    [Fact]
    public async Task What_was_given_up_on_is_shown_sent_back_and_forgotten()
    {
        using var site = await Site.CreateAsync(stores: 20, products: 10);
        var program = new LocalProgram(site.Data);
        await program.SucceedAsync("start", "--input", $$"""{"asOf":"{{Site.Day}}"}""", "--faults", "poison=1,seed=3");
        await program.SucceedAsync("trucks");
        var letters = await DeadLettersAsync(program);

        Assert.NotEmpty(letters);
        Assert.All(letters, letter => Assert.NotEmpty(letter!["reason"]!.GetValue<string>()));

        Assert.Equal($"Put back on the queue of requests: {Counts.Things(letters.Count, "message")}. Next: run 'trucks'.\n", await program.SucceedAsync("queue", "redrive"));
        Assert.Empty(await DeadLettersAsync(program));

        await program.SucceedAsync("trucks");
        Assert.Equal($"Deleted for good: {Counts.Things(letters.Count, "message")}.\n", await program.SucceedAsync("queue", "purge"));
        Assert.Empty(await DeadLettersAsync(program));
    }

    private static async Task<JsonArray> DeadLettersAsync(LocalProgram program) =>
        JsonNode.Parse(await program.SucceedAsync("queue", "--output", "json"))!["deadLetters"]!.AsArray();
}
