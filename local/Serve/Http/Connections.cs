using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Local.Serve.Http;

/// <summary>
/// Bounds the open connections. One more than there may be takes the place of the one that has been without a request the longest,
/// so that no crowd of idle clients closes out a page or a program. Thread-safe.
/// </summary>
/// <param name="most">The number of connections that may be open.</param>
internal sealed class Connections(int most)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<ConnectionContext>> open = [];

    // Connections without a running request, the one that has been idle the longest first.
    private readonly LinkedList<ConnectionContext> idle = new();

    /// <summary>Stands in the server's way from an accepted connection to HTTP.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        Add(connection)?.Abort(new ConnectionAbortedException("There are too many connections, and this one had no request."));
        try
        {
            await next(connection);
        }
        finally
        {
            Remove(connection.ConnectionId);
        }
    }

    /// <summary>Keeps the connection of a request for as long as that runs.</summary>
    public async Task RunAsync(HttpContext request, RequestDelegate next)
    {
        Move(request.Connection.Id, node => idle.Remove(node));
        try
        {
            await next(request);
        }
        finally
        {
            Move(request.Connection.Id, idle.AddLast);
        }
    }

    /// <returns>The one whose place it takes; null: there was room.</returns>
    private ConnectionContext? Add(ConnectionContext connection)
    {
        lock (gate)
        {
            open.Add(connection.ConnectionId, idle.AddLast(connection));
            if (open.Count <= most)
            {
                return null;
            }

            var longest = idle.First!.Value;
            open.Remove(longest.ConnectionId);
            idle.RemoveFirst();
            return longest;
        }
    }

    private void Move(string id, Action<LinkedListNode<ConnectionContext>> move)
    {
        lock (gate)
        {
            if (open.TryGetValue(id, out var node))
            {
                move(node);
            }
        }
    }

    private void Remove(string id)
    {
        lock (gate)
        {
            if (open.Remove(id, out var node) && node.List is not null)
            {
                idle.Remove(node);
            }
        }
    }
}
