namespace Lake.Athena;

/// <summary>Functions of Athena that DuckDB lacks or reads otherwise, where an expression of DuckDB's own does the same.</summary>
internal static class TrinoMacros
{
    /// <summary>What stands behind <c>CREATE MACRO</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "json_format(value) AS CAST(value AS varchar)",
        "json_parse(value) AS CAST(value AS json)",
        "json_extract_scalar(value, path) AS json_extract_string(value, path)",

        // DuckDB's own take no white space but the space.
        // Most texts have none at either end, and are known by that.
        @"trim(value) AS CASE WHEN ascii(value) > 32 AND ascii(right(value, 1)) > 32 THEN value
            ELSE ltrim(rtrim(value, e' \t\n\r\x0B\x0C'), e' \t\n\r\x0B\x0C') END,
            (value, characters) AS ltrim(rtrim(value, characters), characters)",

        // DuckDB counts the boundaries between; Trino whole units.
        "date_diff(unit, earlier, later) AS date_sub(unit, earlier, later)",
        @"date_add(unit, amount, value) AS value + amount * CASE lower(unit)
            WHEN 'millisecond' THEN INTERVAL '1' millisecond WHEN 'second' THEN INTERVAL '1' second WHEN 'minute' THEN INTERVAL '1' minute
            WHEN 'hour' THEN INTERVAL '1' hour WHEN 'day' THEN INTERVAL '1' day WHEN 'week' THEN INTERVAL '7' day
            WHEN 'month' THEN INTERVAL '1' month WHEN 'quarter' THEN INTERVAL '3' month WHEN 'year' THEN INTERVAL '1' year END",
        "date_format(value, format) AS strftime(value, replace(replace(replace(format, '%i', '%M'), '%s', '%S'), '%T', '%H:%M:%S'))",
        "day_of_week(value) AS isodow(value)",
        "day_of_month(value) AS day(value)",
        "day_of_year(value) AS dayofyear(value)",
        "to_iso8601(value) AS CASE typeof(value) WHEN 'DATE' THEN strftime(value, '%Y-%m-%d') ELSE strftime(value, '%Y-%m-%dT%H:%M:%S.%g') END",
        "from_iso8601_date(value) AS CAST(value AS date)",
        "from_iso8601_timestamp(value) AS CAST(value AS timestamptz)",
        "from_unixtime(seconds) AS make_timestamp(CAST(seconds * 1000000 AS bigint))",
        "to_unixtime(value) AS epoch(value)",

        "regexp_like(value, pattern) AS regexp_matches(value, pattern)",
        "codepoint(value) AS unicode(value)",
        "rand() AS random()",
        "arbitrary(value) AS any_value(value)",
        "approx_distinct(value) AS approx_count_distinct(value)",
        "approx_percentile(value, share) AS approx_quantile(value, share)",
        "count_if(condition) AS count(*) FILTER (condition)",
        "element_at(collection, key) AS collection[key]",
        "array_join(items, separator) AS array_to_string(items, separator)",
        "sequence(first, last) AS generate_series(first, last, CASE WHEN first <= last THEN 1 ELSE -1 END), (first, last, step) AS generate_series(first, last, step)",
        "contains_sequence(items, wanted) AS list_has_all(items, wanted)",
        "bitwise_and(a, b) AS a & b",
        "bitwise_or(a, b) AS a | b",
    ];
}
