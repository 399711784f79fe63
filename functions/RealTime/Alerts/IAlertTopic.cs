using RealTime.Detection;

namespace RealTime.Alerts;

/// <summary>Tells people of alerts: an SNS topic on AWS. A message may be told twice; its <c>alert_id</c> tells.</summary>
public interface IAlertTopic
{
    /// <summary>Returns once the topic has the message.</summary>
    /// <exception cref="AlertsUndeliveredException">It does not take it now.</exception>
    Task PublishAsync(AlertChange change, Audience audience, CancellationToken cancellation = default);
}

/// <summary>The topic does not take a message now, and may later.</summary>
public sealed class AlertsUndeliveredException : Exception
{
    public AlertsUndeliveredException(string message)
        : base(message)
    {
    }

    public AlertsUndeliveredException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public AlertsUndeliveredException()
    {
    }
}
