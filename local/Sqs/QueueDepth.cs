namespace Local.Sqs;

/// <summary>The number of messages in a queue.</summary>
/// <param name="Visible">Messages that can be received now.</param>
/// <param name="InFlight">Messages received and not yet deleted.</param>
/// <param name="Delayed">Messages not yet to be seen.</param>
/// <param name="OldestAge">The age of the oldest message; zero in an empty queue.</param>
internal sealed record QueueDepth(int Visible, int InFlight, int Delayed, TimeSpan OldestAge);
