using Lake.S3;
using Workflow;

namespace Local.Cli;

/// <summary>
/// The question of an execution, checked before the execution starts, so that nobody waits for an answer about nothing.
/// </summary>
internal interface IMachineQuestion
{
    /// <summary>Looks whether there is anything to ask.</summary>
    /// <returns>A notice for the user; null when there is none.</returns>
    /// <exception cref="UsageException">There is nothing.</exception>
    string? Check(S3Folder lake);

    /// <param name="input">The input as the execution gets it.</param>
    /// <returns>Null where a value is not what it should be, which the execution itself says, and where nothing is to be looked at.</returns>
    /// <exception cref="UsageException">The input has a setting that there is not.</exception>
    static IMachineQuestion? Read(ProductMachine machine, string input, DateTimeOffset now) => machine switch
    {
        _ when machine == ProductMachine.StorePlanning => PlanningQuestion.Read(input, now),
        _ when machine == ProductMachine.Pricing => PricingQuestion.Read(input, now),
        _ => null,
    };
}
