using System.Text;

namespace Workflow;

/// <summary>SQL as text.</summary>
public static class SqlText
{
    /// <summary>
    /// The statement without its comments and blank lines: what an execution carries through its states and its log.
    /// </summary>
    /// <remarks>Inside quotes <c>--</c> is part of a text or a name. Block comments are not taken out: the files have none.</remarks>
    public static string WithoutComments(string sql)
    {
        var text = new StringBuilder();
        foreach (var line in sql.Split('\n'))
        {
            var statement = line[..CommentOf(line)].TrimEnd();
            if (statement.Length > 0)
            {
                text.Append(statement).Append('\n');
            }
        }

        return text.ToString();
    }

    private static int CommentOf(string line)
    {
        char? quote = null;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is '\'' or '"' && (quote is null || quote == line[i]))
            {
                quote = quote is null ? line[i] : null;
            }
            else if (quote is null && line.AsSpan(i).StartsWith("--"))
            {
                return i;
            }
        }

        return line.Length;
    }
}
