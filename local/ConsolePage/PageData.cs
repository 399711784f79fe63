using JsonValues;
using Kafka;
using Kinesis.Mappings;
using Lake.Athena;
using Lake.S3;
using Local.Dispatching;
using Local.Drawing;
using Local.Redshift;
using Local.Report;
using Local.Services;
using Local.Sqs;
using Local.StepFunctions;
using Local.StreamMinutes;
using RealTime.Alerts;
using RealTime.Tables;
using StatesLanguage;
using Workflow;

namespace Local.ConsolePage;

/// <summary>The progress in the topics of a Kafka cluster; empty when no cluster is named.</summary>
internal delegate Task<IReadOnlyList<TopicProgress>> AskTopics(CancellationToken cancellation);

/// <summary>The data that the console shows and no AWS operation gives.</summary>
internal sealed class PageData(
    Stage stage, Func<EventSourceMappings> mappings, AskTopics topics, Func<CancellationToken, Task<PassResult>> sendWave)
{
    private const int MostMessages = 200;
    private const int MostSetAside = 50;

    private readonly DispatchBoard dispatch = new(stage);
    private readonly MapRunOperations mapRuns = new(stage.Executions, stage.MapRuns);
    private readonly LakeRoutes routes = new(stage.Lake);
    private readonly SetAsideRecords setAside = new(stage.Lake, () => stage.Kinesis);

    /// <param name="path">The path after <c>/console/api/</c>.</param>
    /// <param name="argument">The value of a query parameter; null where it is missing.</param>
    /// <returns>Null where there is nothing under that path.</returns>
    /// <exception cref="ExecutionException">There is no such execution.</exception>
    /// <exception cref="SqsException">There is no such queue.</exception>
    /// <exception cref="AthenaException">There is no such query.</exception>
    public async Task<PageAnswer?> AnswerAsync(string path, Func<string, string?> argument, CancellationToken cancellation) => path switch
    {
        "product" => PageAnswer.OfRecord(new { StateMachineArns = ProductMachine.All.Select(machine => StatesArn.StateMachine(machine.Name)) }),
        "states" => PageAnswer.Of(States(argument("execution") ?? "")),
        "visits" => PageAnswer.Of(VisitList.Of(Visits(argument("execution") ?? ""))),
        "visit" => PageAnswer.Of(VisitList.Data(Visits(argument("execution") ?? ""), argument("id") ?? "")),
        "children" => PageAnswer.Of(Children(argument("mapRun") ?? "")),
        "messages" => PageAnswer.OfRecord(Messages(argument("queue") ?? "")),
        "tables" => PageAnswer.OfRecord(Tables()),
        "rows" => PageAnswer.Of(Rows(argument("id") ?? "")),
        "query" => PageAnswer.Of(await QueryAsync(argument("id") ?? "", cancellation)),
        "statement" => PageAnswer.Of(await StatementAsync(argument("id") ?? "", cancellation)),
        "route" => await RouteAsync(argument("id") ?? "", cancellation),
        "streams" => PageAnswer.OfRecord(await StreamsResult.ReadAsync(stage.Kinesis, mappings(), setAside)),
        "topics" => PageAnswer.OfRecord(await topics(cancellation)),
        "set-aside" => PageAnswer.OfRecord(SetAside(argument("stream") ?? "")),
        _ => null,
    };

    /// <summary>Answers requests that leave something behind: queries, whose results stay in the lake, and changes.</summary>
    /// <inheritdoc cref="AnswerAsync"/>
    /// <exception cref="SetAsideException">The records cannot be sent again.</exception>
    public async Task<PageAnswer?> ChangeAsync(string path, Func<string, string?> argument, CancellationToken cancellation) => path switch
    {
        "dispatch" => PageAnswer.Of(await dispatch.ShowAsync(argument("execution"), cancellation)),
        "planned" => PageAnswer.Of(await PlannedAsync(argument("execution") ?? "", cancellation)),
        "dispatches" => PageAnswer.OfRecord(await dispatch.ListAsync(cancellation)),
        "wave" => PageAnswer.OfRecord(await SendWaveAsync(cancellation)),
        "loaded" => PageAnswer.OfRecord(await LoadedTables.ReadAsync(stage.Warehouse, cancellation)),
        "resend" => PageAnswer.OfRecord(new
        {
            Records = await setAside.SendAgainAsync(argument("key") ?? "", argument("payload"), cancellation),
        }),
        "acknowledge" => PageAnswer.OfRecord(new
        {
            Found = await Acknowledgement.WriteAsync(
                stage.Tables.Table(TableSchema.Alerts), argument("id") ?? "", Environment.UserName, stage.Clock.GetUtcNow(), cancellation),
        }),
        _ => null,
    };

    /// <summary>What an execution planned, as markup; empty where it planned nothing or has not succeeded.</summary>
    private async Task<Html> PlannedAsync(string executionArn, CancellationToken cancellation) =>
        await PlanningOutcome.ReadAsync(stage, stage.Executions.Describe(executionArn), cancellation) is { } outcome
            ? PlanningSection.Of(outcome)
            : Html.Empty;

    /// <summary>Sends trucks out with what waits now, also where <c>serve</c> sends none by itself.</summary>
    private async Task<object> SendWaveAsync(CancellationToken cancellation)
    {
        var pass = await sendWave(cancellation);
        return new
        {
            pass.Deliveries,
            pass.Lines,
            pass.Superseded,
            Routes = pass.Routes.Count,
            Waiting = pass.OnQueue,
            DeadLetters = pass.DeadLetters.Count,
            Failure = pass.Failure?.SourceException.Message,
        };
    }

    /// <summary>A query once it has ended, so that the page need not ask again and again.</summary>
    private async Task<JsonObject> QueryAsync(string id, CancellationToken cancellation) =>
        (await stage.Athena.WaitAsync(id, cancellation)).ToJson();

    private static IEnumerable<object> Tables() => WorkflowFiles.Tables.Select(table => new
    {
        table.Name,
        table.Description,
        Columns = Columns(table.Columns),
        Partitions = Columns(table.Partitions),
    });

    private static IEnumerable<object> Columns(IEnumerable<ColumnDefinition> columns) =>
        columns.Select(column => new { column.Name, Type = column.Type.ToString().ToLowerInvariant() });

    /// <summary>A query's rows as Athena left them in the lake.</summary>
    /// <exception cref="AthenaException">The query has not succeeded, or is not known.</exception>
    private Stream Rows(string id)
    {
        var query = stage.Athena.Get(id);
        return query.State == QueryState.Succeeded
            ? stage.Lake.OpenRead(S3Uri.Parse(query.OutputLocation))
            : throw new AthenaException("InvalidRequestException", $"The query has no rows: it is {query.State.Text()}.");
    }

    /// <summary>A statement of the warehouse once it has ended.</summary>
    private async Task<JsonObject> StatementAsync(string id, CancellationToken cancellation)
    {
        await stage.Warehouse.WaitAsync(id, cancellation);
        return new RedshiftDataOperations(() => stage.Warehouse).Describe(JsonObject.Of(("Id", id)));
    }

    /// <summary>The route of a truck; an empty object when the route is not known.</summary>
    private async Task<PageAnswer> RouteAsync(string id, CancellationToken cancellation) =>
        await routes.FindAsync(id, cancellation) is { } route ? PageAnswer.OfRecord(route) : PageAnswer.Of(JsonObject.Empty);

    private IEnumerable<object> SetAside(string stream) => setAside.Show(stream, MostSetAside).Select(held => new
    {
        held.Key,
        held.Kind,
        held.Reason,
        held.ArrivedAt,
        Records = held.Records.Count,
        held.Payload,
    });

    private JsonObject States(string executionArn)
    {
        var record = ExecutionRecord.Read(stage, stage.Executions.Describe(executionArn));
        return VisitList.Of(Visits(executionArn))
            .With("definition", record.Definition)
            .With("states", StateSummary.ToJson(record.States));
    }

    /// <summary>The visits of an execution or of a child of one.</summary>
    private IReadOnlyList<StateVisit> Visits(string executionArn) =>
        StateVisits.Of(mapRuns.History(executionArn) ?? stage.Executions.History(executionArn));

    /// <summary>A map run's children with their errors, which ListExecutions does not tell; those that started last first.</summary>
    private JsonArray Children(string mapRunArn)
    {
        var run = mapRuns.Describe(JsonObject.Of(("mapRunArn", mapRunArn)));
        return JsonArray.Of(stage.MapRuns.Children(run.FindText("executionArn")!, mapRunArn)
            .OrderByDescending(kept => kept.Child.StartDate)
            .ThenByDescending(kept => kept.Child.Index)
            .Select(kept => ExecutionJson.Child(kept, whole: false)
                .With("error", kept.Error?.Name)
                .With("cause", kept.Error?.Cause)));
    }

    /// <summary>Messages as they stand: looking at them is not receiving them.</summary>
    private IEnumerable<object> Messages(string queue)
    {
        var now = stage.Clock.GetUtcNow();
        return stage.Queues.Get(queue).Peek(MostMessages).Select(message => new
        {
            message.Id,
            message.Body,
            message.SentAt,
            message.Receives,
            message.Failure,
            Standing = message.IsInFlight(now) ? "in flight" : message.IsDelayed(now) ? "delayed" : "waiting",
        });
    }
}
