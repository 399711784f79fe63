using Lake.S3;
using Workflow;

namespace Local.Cli;

/// <summary>
/// The check of an execution's input against the lake, before the execution starts, so that nobody waits for an answer about nothing.
/// </summary>
internal interface IInputCheck
{
    /// <summary>Looks whether the lake has what the input asks for.</summary>
    /// <returns>A notice for the user; null when there is none.</returns>
    /// <exception cref="UsageException">The lake has nothing of it.</exception>
    string? Run(S3Folder lake);

    /// <param name="input">The input as the execution gets it.</param>
    /// <returns>Null where a value is not what it should be, which the execution itself says, and where nothing is to be looked at.</returns>
    /// <exception cref="UsageException">The input has a setting that there is not.</exception>
    static IInputCheck? Read(ProductMachine machine, string input, DateTimeOffset now) => machine switch
    {
        _ when machine == ProductMachine.StorePlanning => PlanningCheck.Read(input, now),
        _ when machine == ProductMachine.Pricing => PricingCheck.Read(input, now),
        _ => null,
    };
}
