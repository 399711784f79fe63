using DuckDB.NET.Native;

namespace Lake.DuckDb;

/// <summary>Rows for DuckDB to take, by as many threads as it likes.</summary>
internal interface IRowSource
{
    IReadOnlyList<(string Name, DuckDBType Type)> Columns { get; }

    /// <summary>Opens a reader for one thread.</summary>
    IRowReader Open();
}

internal interface IRowReader
{
    /// <summary>Writes the next rows.</summary>
    /// <param name="columns">The writers, one for each column of the source.</param>
    /// <param name="capacity">The most rows there is room for.</param>
    /// <returns>The number of rows that were written; 0 at the end.</returns>
    int Fill(VectorWriter[] columns, int capacity);
}
