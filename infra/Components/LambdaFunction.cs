using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;

namespace Infra.Components;

/// <param name="Handler">
/// The handler, as Amazon.Lambda.Annotations generates it; the name of its assembly is that of the archive.
/// </param>
/// <param name="Concurrency">Executions at once, where the settings reserve them.</param>
/// <param name="May">The role's rights besides writing its logs and traces.</param>
internal sealed record LambdaFunctionArgs(
    string Description, string Handler, TimeSpan Timeout, int MemoryMb, int Concurrency, IEnumerable<Statement> May)
{
    /// <summary>Null: it needs none.</summary>
    public InputMap<string>? Environment { get; init; }
}

/// <summary>A .NET function, its role and its log group.</summary>
internal sealed class LambdaFunction : Component
{
    public LambdaFunction(string name, LambdaFunctionArgs args, Scope scope, Resource parent)
        : base("LambdaFunction", $"{name}-code", new() { Parent = parent })
    {
        var functionName = scope.Names.Of(name);
        var log = Logs.Group(name, $"/aws/lambda/{functionName}", scope, Child);
        var role = new ServiceRole(
            name,
            "lambda.amazonaws.com",
            [Logs.MayWrite(log), AnyResource.Traces, .. args.May],
            scope,
            this);

        // Lambda forgets a key where there are no variables to encrypt, and each `pulumi up` would set it again
        // (terraform-provider-aws, issue 6366).
        var variables = args.Environment is { } environment ? new FunctionEnvironmentArgs { Variables = environment } : null;
        Function = new Function(name, new()
        {
            Name = functionName,
            Description = args.Description,
            Runtime = Runtime.Dotnet10,
            Architectures = ["arm64"],
            Code = new FileArchive(ArchiveOf(args.Handler)),
            Handler = args.Handler,
            Role = role.Arn,
            Timeout = (int)args.Timeout.TotalSeconds,
            MemorySize = args.MemoryMb,
            ReservedConcurrentExecutions = scope.Settings.ReservedConcurrency ? args.Concurrency : null,
            Environment = variables!,
            KmsKeyArn = variables is null ? null : scope.Encryption.Key,
            TracingConfig = new FunctionTracingConfigArgs { Mode = "Active" },
            LoggingConfig = new FunctionLoggingConfigArgs { LogFormat = "JSON", LogGroup = log.Name },
        }, ChildAfter(role.Policy));

        RoleArn = role.Arn;

        RegisterOutputs();
    }

    public Function Function { get; }

    public Output<string> RoleArn { get; }

    // Functions.targets puts the archive there. Pulumi compares archives by their bytes.
    private static string ArchiveOf(string handler) =>
        Path.Combine(AppContext.BaseDirectory, "functions", $"{handler[..handler.IndexOf(':')]}.zip");
}
