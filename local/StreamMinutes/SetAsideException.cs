namespace Local.StreamMinutes;

/// <summary>A record that was set aside cannot be sent again; the message says why and what to do.</summary>
internal sealed class SetAsideException : Exception
{
    public SetAsideException(string message)
        : base(message)
    {
    }

    public SetAsideException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public SetAsideException()
    {
    }
}
