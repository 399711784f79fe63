namespace Infra.Tests;

public class OutputTests
{
    [Fact]
    public async Task A_stack_tells_where_everything_is_and_how_to_start_it() => Assert.Equal(
        """
        alertsTopicArn      arn:aws:sns:us-east-1:111122223333:streaming-analytics-dev-alerts
        dashboard           https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/streaming-analytics-dev
        database            streaming_analytics_dev
        deadLetterQueueUrl  https://sqs.us-east-1.amazonaws.com/111122223333/streaming-analytics-dev-dead-letters
        deliveryQueueUrl    https://sqs.us-east-1.amazonaws.com/111122223333/streaming-analytics-dev-deliveries
        dispatchTable       streaming-analytics-dev-dispatch-ledger
        dispatchesStream    streaming-analytics-dev-dispatches
        inventoryStream     streaming-analytics-dev-inventory
        lakeBucket          streaming-analytics-dev-lake-111122223333
        sendTrucks          aws lambda invoke --region us-east-1 --function-name streaming-analytics-dev-store-truck --cli-read-timeout 900 --payload {} --cli-binary-format raw-in-base64-out /dev/stdout
        startExecution      aws stepfunctions start-execution --region us-east-1 --state-machine-arn arn:aws:states:us-east-1:111122223333:stateMachine:streaming-analytics-dev-store-planning
        stateMachineArn     arn:aws:states:us-east-1:111122223333:stateMachine:streaming-analytics-dev-store-planning
        stateMachineConsole https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/statemachines/view/arn:aws:states:us-east-1:111122223333:stateMachine:streaming-analytics-dev-store-planning
        storeTruck          streaming-analytics-dev-store-truck
        waitingQueueUrl     https://sqs.us-east-1.amazonaws.com/111122223333/streaming-analytics-dev-waiting-deliveries
        workgroup           streaming-analytics-dev
        """,
        string.Join('\n', (await DeployedStack.Dev).Outputs.OrderBy(output => output.Key, StringComparer.Ordinal).Select(output => $"{output.Key,-19} {output.Value}")));
}
