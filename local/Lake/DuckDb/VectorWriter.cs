using Vectors = DuckDB.NET.Native.NativeMethods.Vectors;

namespace Lake.DuckDb;

/// <summary>
/// Writes the values of one vector that DuckDB handed out to be filled, straight into its memory. Every value is there
/// until it is made null.
/// </summary>
internal readonly unsafe struct VectorWriter(IntPtr vector)
{
    // duckdb_string_t keeps a text this short within itself.
    private const int LongestInline = 12;

    private readonly byte* data = (byte*)Vectors.DuckDBVectorGetData(vector);

    public void SetNull(int row)
    {
        Vectors.DuckDBVectorEnsureValidityWritable(vector);
        Vectors.DuckDBVectorGetValidity(vector)[row / 64] &= ~(1UL << (row % 64));
    }

    public void Set(int row, long value) => ((long*)data)[row] = value;

    public void Set(int row, double value) => ((double*)data)[row] = value;

    /// <param name="row">The row.</param>
    /// <param name="text">Valid UTF-8; DuckDB copies it.</param>
    public void Set(int row, ReadOnlySpan<byte> text)
    {
        if (text.Length <= LongestInline)
        {
            // 16 bytes: the length, the text, and zeros behind it, which DuckDB compares too.
            var target = new Span<byte>(data + (row * 16), 16);
            target.Clear();
            target[0] = (byte)text.Length;
            text.CopyTo(target[4..]);
            return;
        }

        fixed (byte* start = text)
        {
            Vectors.DuckDBVectorAssignStringElementLength(vector, (ulong)row, start, text.Length);
        }
    }
}
