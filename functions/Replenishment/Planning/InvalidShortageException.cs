namespace Replenishment.Planning;

/// <summary>An item cannot be planned because it is not what low-stock.sql yields; retrying does not help.</summary>
public sealed class InvalidShortageException : Exception
{
    public InvalidShortageException(string message) : base(message)
    {
    }

    public InvalidShortageException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public InvalidShortageException()
    {
    }
}
