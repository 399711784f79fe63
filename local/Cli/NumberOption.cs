using System.CommandLine;
using System.Globalization;

namespace Local.Cli;

/// <summary>An option whose value is a whole number within bounds, which its description names.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int value, int least, int most) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{description} From {least:N0} to {most:N0}."),
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{name} takes a whole number from {least} to {most}; '{text}' is none.");
            return value;
        },
    };
}
