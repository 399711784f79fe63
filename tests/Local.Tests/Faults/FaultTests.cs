using JsonValues;
using Local.Names;
using Local.Services;
using Local.Tests.Cli;
using StatesLanguage;
using Tests.Shared;
using Workflow;

namespace Local.Tests.Faults;

/// <summary>The deployed state machine when a service fails: what passes is retried, what stays fails with its own name.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly LocalProgram program = new();

    public static TheoryData<string, string> Passing => new()
    {
        { "FindLowStock", "Athena.TooManyRequestsException" },
        { "ListShortages", "S3.SdkClientException" },
        { "PlanStores", "Lambda.TooManyRequestsException" },
        { "SendDeliveries", "Sqs.SqsException" },
        { "CountShortages", "Sfn.SdkClientException" },
    };

    public static TheoryData<string, string, string> Staying => new()
    {
        { "FindLowStock", "States.TaskFailed", "States.TaskFailed" },
        { "ListShortages", "S3.NoSuchBucketException", "S3.NoSuchBucketException" },
        { "PlanStores", "InvalidShortageException", "States.ExceedToleratedFailureThreshold" },
        { "SendDeliveries", "Sqs.QueueDoesNotExistException", "States.ExceedToleratedFailureThreshold" },
        { "CountShortages", "Sfn.ResourceNotFoundException", "Sfn.ResourceNotFoundException" },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_that_passes_is_retried_and_leaves_no_trace_in_the_result(string state, string error)
    {
        var faults = new Faults(state, error, times: 2);

        var execution = await RunAsync(faults);

        Assert.Equal((ExecutionStatus.Succeeded, 2), (execution.Status, faults.Thrown));
    }

    [Theory]
    [MemberData(nameof(Staying))]
    public async Task A_fault_that_stays_fails_the_execution(string state, string error, string ends)
    {
        var execution = await RunAsync(new Faults(state, error, times: int.MaxValue));

        Assert.Equal((ExecutionStatus.Failed, ends), (execution.Status, execution.Error));
    }

    [Fact]
    public async Task Entries_that_SQS_refuses_are_sent_again_and_arrive()
    {
        var faults = new Refusals(times: 1);

        var execution = await RunAsync(faults);

        Assert.Equal((ExecutionStatus.Succeeded, 1), (execution.Status, faults.Made));
    }

    [Theory]
    [InlineData(true, "does not exist")]
    [InlineData(false, "cannot be read as Parquet")]
    public async Task A_plan_that_is_gone_or_damaged_fails_the_map_and_nothing_else(bool gone, string reason)
    {
        var execution = await RunAsync(new DamagedPlan(Path.Combine(program.Data, "s3", LocalNames.LakeBucket, "plans"), gone));

        Assert.Equal((ExecutionStatus.Failed, "States.ItemReaderFailed"), (execution.Status, execution.Error));
        Assert.Contains(reason, execution.Cause, StringComparison.Ordinal);
    }

    public void Dispose() => program.Dispose();

    private async Task<Local.StepFunctions.Execution> RunAsync(IFaults faults)
    {
        await program.StoresAsync(stores: 4, products: 20);
        await using var stage = Stage.Open(program.Data, new ImpatientTime(), new Random(1));
        return await stage.StepFunctions(faults.Between).RunAsync(
            ProductMachine.StorePlanning,
            LocalNames.DefinitionOf(ProductMachine.StorePlanning),
            name: null,
            $$"""{"asOf":"{{LocalProgram.Day}}"}""",
            NoHistory.Instance,
            TestContext.Current.CancellationToken);
    }

    private interface IFaults
    {
        ITaskService Between(ITaskService tasks);
    }

    private sealed class Faults(string state, string error, int times) : IFaults, ITaskService
    {
        private ITaskService tasks = null!;
        private int thrown;

        public int Thrown => thrown;

        public ITaskService Between(ITaskService tasks)
        {
            this.tasks = tasks;
            return this;
        }

        public Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation) =>
            call.StateName == state && thrown < times && Interlocked.Increment(ref thrown) <= times
                ? Task.FromResult<TaskOutcome>(new TaskOutcome.Failed(new(error, "A fault of the test.")))
                : tasks.RunAsync(call, cancellation);
    }

    /// <summary>Answers a batch as SQS does when it refuses an entry.</summary>
    private sealed class Refusals(int times) : IFaults, ITaskService
    {
        private ITaskService tasks = null!;
        private int made;

        public int Made => Math.Min(made, times);

        public ITaskService Between(ITaskService tasks)
        {
            this.tasks = tasks;
            return this;
        }

        public async Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation)
        {
            var outcome = await tasks.RunAsync(call, cancellation);
            if (call.StateName != "SendDeliveries" || Interlocked.Increment(ref made) > times)
            {
                return outcome;
            }

            var failed = JsonObject.Of(
                ("Id", Json.Of("0")), ("Code", Json.Of("InternalError")), ("SenderFault", Json.Of(false)));
            return new TaskOutcome.Succeeded(JsonObject.Of(("Successful", JsonArray.Empty), ("Failed", JsonArray.Of(failed))));
        }
    }

    /// <summary>Deletes or overwrites what the query unloaded, once it has been listed.</summary>
    private sealed class DamagedPlan(string folder, bool gone) : IFaults, ITaskService
    {
        private ITaskService tasks = null!;

        public ITaskService Between(ITaskService tasks)
        {
            this.tasks = tasks;
            return this;
        }

        public async Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation)
        {
            var outcome = await tasks.RunAsync(call, cancellation);
            if (call.StateName == "ListShortages")
            {
                foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
                {
                    File.Delete(file);
                    if (!gone)
                    {
                        await File.WriteAllTextAsync(file, "no Parquet", cancellation);
                    }
                }
            }

            return outcome;
        }
    }
}
