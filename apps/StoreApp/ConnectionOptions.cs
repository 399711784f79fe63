using System.CommandLine;

namespace StoreApp;

/// <summary>The options that every command has.</summary>
internal sealed class ConnectionOptions
{
    public Option<string?> Profile { get; } = new("--profile")
    {
        Description = "A profile of the AWS configuration files (else AWS_PROFILE, else the default one).",
        Recursive = true,
    };

    public Option<string?> Region { get; } = new("--region")
    {
        Description = "An AWS Region such as eu-west-1 (else the one in an ARN that the command is given, else AWS_REGION, else the profile's).",
        Recursive = true,
    };

    public Connection In(ParseResult arguments) => new(arguments.GetValue(Profile), arguments.GetValue(Region));

    /// <param name="arn">The ARN of what is asked for: it names the Region where no option does.</param>
    public Connection In(ParseResult arguments, string arn)
    {
        var connection = In(arguments);
        return connection.Region is null && arn.Split(':') is ["arn", _, _, { Length: > 0 } region, ..] ? connection with { Region = region } : connection;
    }
}
