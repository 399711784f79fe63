using System.CommandLine;
using Local.Faults;

namespace Local.Cli;

/// <summary><c>--faults SPEC</c>: makes the services fail, to see that nothing is lost.</summary>
internal static class FaultsOption
{
    public static Option<FaultSpec?> Create() => new("--faults")
    {
        Description = "Lets services fail, such as lambda=0.1,sqs.partial=0.1,crash@SendDeliveries=3,seed=1. " + FaultSpec.Syntax,
        CustomParser = result =>
        {
            try
            {
                return FaultSpec.Parse(result.Tokens.Single().Value);
            }
            catch (FaultSpecException problem)
            {
                result.AddError($"--faults: {problem.Message}");
                return null;
            }
        },
    };
}
