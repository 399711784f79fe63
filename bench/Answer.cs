namespace Bench;

internal static class Answer
{
    /// <exception cref="InvalidOperationException">The answer is wrong, so that its time says nothing.</exception>
    public static void Require(bool holds, string otherwise = "A benchmark gave a wrong answer.")
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
