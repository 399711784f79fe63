using System.Globalization;
using System.Text;
using System.Text.Json;
using JsonValues;
using Lake.Athena;
using Lake.DuckDb;

namespace Lake.Redshift;

/// <summary>A result as the Data API gives it: the columns in the first line, then a line for each row, in JSON.</summary>
public static class ResultFile
{
    private static readonly JsonWriterOptions Writing = PlainJson.Writer with { SkipValidation = true };

    /// <exception cref="RedshiftException">The result, or a row of it, is larger than the Data API gives.</exception>
    internal static RedshiftResult Write(DuckDbResult result, string path, RedshiftOptions options)
    {
        long rows = 0;
        long bytes = 0;
        using var file = File.Create(path);
        var line = new MemoryStream();
        using var json = new Utf8JsonWriter(line, Writing);
        WriteColumns(json, result.Columns);
        End(file, line, json);
        foreach (var row in result.Rows())
        {
            WriteRow(json, row);
            json.Flush();
            if (line.Length > options.MaxRowBytes)
            {
                throw new RedshiftException($"Packet for query is too large: row {rows + 1} of the result has more than {options.MaxRowBytes} bytes");
            }

            bytes += line.Length;
            if (bytes > options.MaxResultBytes)
            {
                throw new RedshiftException($"Database response exceeded size limit of {options.MaxResultBytes} bytes; ask for less, with LIMIT");
            }

            rows++;
            End(file, line, json);
        }

        return new(rows, bytes, HasResultSet: true);
    }

    /// <summary>A page of a result.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="from">The position at which the page begins: 0, or the one that the page before gave.</param>
    /// <param name="mostRows">The most rows of the page.</param>
    /// <param name="mostBytes">The most bytes of the page, which has at least one row.</param>
    public static ResultPage Read(string path, long from, int mostRows, long mostBytes)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var columns = reader.ReadLine() ?? throw new InvalidDataException($"'{path}' is empty.");
        var at = from > 0 ? from : Encoding.UTF8.GetByteCount(columns) + 1;
        file.Position = at;
        reader.DiscardBufferedData();

        var rows = new List<string>();
        var first = at;
        while (rows.Count < mostRows && reader.ReadLine() is { } row)
        {
            var length = Encoding.UTF8.GetByteCount(row) + 1;
            if (rows.Count > 0 && at + length - first > mostBytes)
            {
                break;
            }

            rows.Add(row);
            at += length;
        }

        return new(columns, rows, at < file.Length ? at : null);
    }

    private static void End(FileStream file, MemoryStream line, Utf8JsonWriter json)
    {
        json.Flush();
        line.WriteByte((byte)'\n');
        line.WriteTo(file);
        line.SetLength(0);
        json.Reset();
    }

    private static void WriteColumns(Utf8JsonWriter json, IReadOnlyList<DuckDbColumn> columns)
    {
        json.WriteStartArray();
        foreach (var column in columns)
        {
            json.WriteStartObject();
            json.WriteBoolean("isCaseSensitive", column.Type.Name == "varchar");
            json.WriteBoolean("isCurrency", false);
            json.WriteBoolean("isSigned", column.Type.Name is "bigint" or "integer" or "smallint" or "tinyint" or "double" or "float" or "decimal");
            json.WriteString("label", column.Name);
            json.WriteString("name", column.Name);
            json.WriteNumber("nullable", 1);
            json.WriteNumber("precision", Precision(column.Type));
            json.WriteNumber("scale", column.Type.Scale);
            json.WriteString("schemaName", "");
            json.WriteString("tableName", "");
            json.WriteString("typeName", TypeName(column.Type));
            json.WriteNumber("length", 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static int Precision(ColumnShape type) => type.Name switch
    {
        "decimal" => type.Width > 0 ? type.Width : 38,
        "varchar" => 65535,
        "bigint" => 19,
        "integer" => 10,
        "smallint" or "tinyint" => 5,
        "double" => 17,
        "float" => 8,
        _ => 0,
    };

    private static string TypeName(ColumnShape type) => type.Name switch
    {
        "bigint" => "int8",
        "integer" => "int4",
        "smallint" or "tinyint" => "int2",
        "double" => "float8",
        "float" => "float4",
        "boolean" => "bool",
        "decimal" => "numeric",
        "timestamp with time zone" => "timestamptz",
        "varbinary" => "varbyte",
        "array" or "map" or "row" => "super",
        var other => other,
    };

    private static void WriteRow(Utf8JsonWriter json, object?[] row)
    {
        json.WriteStartArray();
        foreach (var value in row)
        {
            json.WriteStartObject();
            switch (value)
            {
                case null:
                    json.WriteBoolean("isNull", true);
                    break;
                case bool flag:
                    json.WriteBoolean("booleanValue", flag);
                    break;
                case long number:
                    json.WriteNumber("longValue", number);
                    break;
                case double number when double.IsFinite(number):
                    json.WriteNumber("doubleValue", number);
                    break;
                default:
                    json.WriteString("stringValue", Text(value));
                    break;
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string? Text(object value) => value switch
    {
        string text => text,
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF+00", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => AthenaText.Of(value),
    };
}

/// <summary>A page of a result, each line in JSON.</summary>
/// <param name="Columns">The columns' metadata.</param>
/// <param name="Rows">The rows, each a list of fields.</param>
/// <param name="Next">The position at which the next page begins; null when there is none.</param>
public sealed record ResultPage(string Columns, IReadOnlyList<string> Rows, long? Next);
