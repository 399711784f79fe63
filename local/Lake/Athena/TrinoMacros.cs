using System.Text.RegularExpressions;

namespace Lake.Athena;

/// <summary>
/// Functions and operators of Trino that DuckDB lacks or computes in another way, as DuckDB's macros. A macro may have the name of a function or of
/// an operator of DuckDB, which it then hides; <c>system.main.</c> names DuckDB's own.
/// </summary>
/// <remarks>
/// <c>cast_to_type(value, example)</c> is DuckDB's: the example's type, and nothing of its value. What Trino refuses is failed by
/// <c>trino_fail</c>, whose text <see cref="AthenaError"/> reads: not by <c>error</c>, which TRY does not take.
/// </remarks>
internal static partial class TrinoMacros
{
    // Trino takes 127 of them.
    private const int MostArguments = 32;

    private static readonly string[] Fixed =
    [
        "trino_fail(message, example) AS cast_to_type(CAST(CAST(system.main.concat('trino:', message) AS BOOLEAN) AS VARCHAR), example)",

        // https://trino.io/docs/current/language/types.html: text of numbers and times
        "trino_exponent(mantissa, exponent) AS system.main.concat(mantissa, CASE WHEN contains(mantissa, '.') THEN 'E' ELSE '.0E' END, exponent)",
        "trino_digits(digits, exponent) AS system.main.concat(digits[1], '.', CASE WHEN len(digits) > 1 THEN digits[2:] ELSE '0' END, 'E', exponent)",
        """
        trino_scientific(x) AS CASE
            WHEN contains(x, 'e') THEN trino_exponent(split_part(x, 'e', 1), CAST(split_part(x, 'e', 2) AS INTEGER))
            WHEN starts_with(x, '0.') THEN trino_digits(ltrim(x[3:], '0'), len(ltrim(x[3:], '0')) - len(x) + 1)
            ELSE trino_digits(rtrim(replace(x, '.', ''), '0'), len(split_part(x, '.', 1)) - 1) END
        """,
        """
        trino_double(x) AS CASE
            WHEN x IS NULL THEN NULL
            WHEN isnan(x) THEN 'NaN'
            WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
            WHEN x = 0 OR abs(x) BETWEEN 1e-3 AND 9999999.999999999e0 THEN CAST(x AS VARCHAR)
            ELSE system.main.concat(CASE WHEN x < 0 THEN '-' ELSE '' END, trino_scientific(CAST(abs(x) AS VARCHAR))) END
        """,
        """
        trino_to_varchar(x) AS CASE system.main.typeof(x)
            WHEN 'VARCHAR' THEN CAST(x AS VARCHAR)
            WHEN 'DOUBLE' THEN trino_double(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
            WHEN 'FLOAT' THEN trino_double(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
            WHEN 'TIMESTAMP' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
            WHEN 'TIMESTAMP WITH TIME ZONE' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP WITH TIME ZONE), '%Y-%m-%d %H:%M:%S.%g UTC')
            WHEN 'JSON' THEN json_extract_string(CAST(x AS VARCHAR), '$')
            ELSE CAST(x AS VARCHAR) END
        """,
        "trino_to_varchar_of(x, length) AS left(trino_to_varchar(x), length)",
        """
        trino_to_boolean(x) AS CASE WHEN system.main.typeof(x) = 'VARCHAR' AND lower(CAST(x AS VARCHAR)) NOT IN ('t', 'true', '1', 'f', 'false', '0')
            THEN trino_fail(system.main.concat('INVALID_CAST_ARGUMENT:Cannot cast ''', x, ''' to BOOLEAN'), true) ELSE CAST(x AS BOOLEAN) END
        """,
        "trino_to_json(x) AS CASE WHEN system.main.typeof(x) = 'VARCHAR' THEN to_json(CAST(x AS VARCHAR)) ELSE CAST(x AS JSON) END",

        // https://trino.io/docs/current/functions/math.html
        "trino_added(a, b) AS system.main.\"+\"(system.main.\"+\"(system.main.\"+\"(system.main.\"+\"(system.main.\"+\"(a, b), b), b), b), b)",
        """
        "//"(a, b) AS CASE
            WHEN b = 0 AND NOT regexp_matches(system.main.typeof(trino_added(a, b)), 'DOUBLE|FLOAT') THEN trino_fail('DIVISION_BY_ZERO:Division by zero', trino_added(a, b))
            WHEN b = 0 THEN cast_to_type(CAST(a AS DOUBLE) * CAST('Infinity' AS DOUBLE), trino_added(a, b))
            ELSE cast_to_type(system.main."//"(a, b), trino_added(a, b)) END
        """,
        """
        "%"(a, b) AS CASE WHEN b = 0 AND NOT regexp_matches(system.main.typeof(system.main."%"(a, b)), 'DOUBLE|FLOAT')
            THEN trino_fail('DIVISION_BY_ZERO:Division by zero', system.main."%"(a, b)) ELSE system.main."%"(a, b) END
        """,
        "mod(a, b) AS a % b",
        "ceil(x) AS cast_to_type(system.main.ceil(x), system.main.round(x))",
        "ceiling(x) AS cast_to_type(system.main.ceil(x), system.main.round(x))",
        "floor(x) AS cast_to_type(system.main.floor(x), system.main.round(x))",
        "sign(x) AS cast_to_type(system.main.sign(x), system.main.round(x))",
        "truncate(x) AS trunc(x)",
        "sqrt(x) AS CASE WHEN x < 0 THEN CAST('NaN' AS DOUBLE) ELSE system.main.sqrt(x) END",
        "ln(x) AS CASE WHEN x < 0 THEN CAST('NaN' AS DOUBLE) WHEN x = 0 THEN CAST('-Infinity' AS DOUBLE) ELSE system.main.ln(x) END",
        "log2(x) AS CASE WHEN x < 0 THEN CAST('NaN' AS DOUBLE) WHEN x = 0 THEN CAST('-Infinity' AS DOUBLE) ELSE system.main.log2(x) END",
        "log10(x) AS CASE WHEN x < 0 THEN CAST('NaN' AS DOUBLE) WHEN x = 0 THEN CAST('-Infinity' AS DOUBLE) ELSE system.main.log10(x) END",
        "log(base, x) AS CASE WHEN x <= 0 OR base <= 0 THEN CAST('NaN' AS DOUBLE) ELSE system.main.ln(x) / system.main.ln(base) END",
        "cbrt(x) AS CASE WHEN system.main.round(system.main.cbrt(x)) ** 3 = x THEN system.main.round(system.main.cbrt(x)) ELSE system.main.cbrt(x) END",
        "e() AS exp(1e0)",
        "nan() AS CAST('NaN' AS DOUBLE)",
        "infinity() AS CAST('Infinity' AS DOUBLE)",
        "is_nan(x) AS isnan(x)",
        "is_finite(x) AS isfinite(x)",
        "is_infinite(x) AS isinf(x)",
        "rand() AS system.main.random(), (most) AS trino_random(0, most), (least, most) AS trino_random(least, most)",
        "random() AS system.main.random(), (most) AS trino_random(0, most), (least, most) AS trino_random(least, most)",
        """
        trino_random(least, most) AS CASE WHEN most <= least THEN trino_fail('INVALID_FUNCTION_ARGUMENT:bound must be positive', most)
            ELSE cast_to_type(least + CAST(system.main.floor(system.main.random() * (most - least)) AS BIGINT), most) END
        """,
        "to_base(value, radix) AS CASE WHEN value < 0 THEN system.main.concat('-', lower(system.main.to_base(-value, radix))) ELSE lower(system.main.to_base(value, radix)) END",
        """
        width_bucket(x, bins) AS CAST(len(list_filter(bins, lambda bin: bin <= x)) AS BIGINT),
            (x, first, last, buckets) AS CASE
                WHEN buckets <= 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT:bucketCount must be greater than 0', CAST(0 AS BIGINT))
                WHEN first = last THEN trino_fail('INVALID_FUNCTION_ARGUMENT:bounds cannot equal each other', CAST(0 AS BIGINT))
                WHEN CASE WHEN first < last THEN x < first ELSE x > first END THEN CAST(0 AS BIGINT)
                WHEN CASE WHEN first < last THEN x >= last ELSE x <= last END THEN CAST(buckets AS BIGINT) + 1
                ELSE CAST(system.main.floor(CAST(buckets AS DOUBLE) * system.main.abs(CAST(x AS DOUBLE) - first) / system.main.abs(CAST(last AS DOUBLE) - first)) AS BIGINT) + 1 END
        """,
        "bit_count(x, bits) AS CAST(system.main.bit_count(CAST(x AS BIGINT)) AS BIGINT)",

        // https://trino.io/docs/current/functions/bitwise.html
        "bitwise_and(a, b) AS CAST(a & b AS BIGINT)",
        "bitwise_or(a, b) AS CAST(a | b AS BIGINT)",
        "bitwise_xor(a, b) AS CAST(xor(a, b) AS BIGINT)",
        "bitwise_not(a) AS CAST(~a AS BIGINT)",
        "bitwise_left_shift(a, shift) AS a << shift",
        "bitwise_right_shift_arithmetic(a, shift) AS a >> shift",

        // DuckDB's own keeps the sign.
        """
        bitwise_right_shift(a, shift) AS CASE WHEN a >= 0 OR shift = 0 THEN a >> shift ELSE cast_to_type(
            (CAST(a AS HUGEINT) + (CAST(1 AS HUGEINT) << CASE system.main.typeof(a) WHEN 'TINYINT' THEN 8 WHEN 'SMALLINT' THEN 16 WHEN 'INTEGER' THEN 32 ELSE 64 END)) >> shift, a) END
        """,

        // https://trino.io/docs/current/functions/string.html
        """
        "||"(a, b) AS CASE WHEN system.main.typeof(a) = 'VARCHAR' AND system.main.typeof(b) NOT IN ('VARCHAR', '"NULL"') OR system.main.typeof(b) = 'VARCHAR' AND system.main.typeof(a) NOT IN ('VARCHAR', '"NULL"')
            THEN trino_fail(system.main.concat('TYPE_MISMATCH:Unexpected parameters (', lower(system.main.typeof(a)), ', ', lower(system.main.typeof(b)), ') for function concat. Cast them to varchar.'), coalesce(a, b))
            ELSE system.main."||"(a, b) END
        """,
        "chr(x) AS system.main.chr(CAST(x AS INTEGER))",
        "codepoint(value) AS unicode(value)",
        "from_utf8(value) AS decode(value)",
        "to_utf8(value) AS encode(value)",
        "hamming_distance(a, b) AS CAST(hamming(a, b) AS BIGINT)",
        "levenshtein_distance(a, b) AS CAST(levenshtein(a, b) AS BIGINT)",
        "lpad(value, size, fill) AS CASE WHEN fill = '' THEN trino_fail('INVALID_FUNCTION_ARGUMENT:Padding string must not be empty', '') ELSE system.main.lpad(value, CAST(size AS INTEGER), fill) END",
        "rpad(value, size, fill) AS CASE WHEN fill = '' THEN trino_fail('INVALID_FUNCTION_ARGUMENT:Padding string must not be empty', '') ELSE system.main.rpad(value, CAST(size AS INTEGER), fill) END",
        "normalize(value) AS nfc_normalize(value)",
        "replace(value, search) AS system.main.replace(value, search, ''), (value, search, replacement) AS system.main.replace(value, search, replacement)",
        """
        split_part(value, delimiter, place) AS CASE
            WHEN place < 1 THEN trino_fail('INVALID_FUNCTION_ARGUMENT:Index must be greater than zero', '')
            WHEN place > len(system.main.string_split(value, delimiter)) THEN NULL
            ELSE system.main.split_part(value, delimiter, place) END
        """,
        "substr(value, first) AS CASE WHEN first = 0 OR -first > system.main.length(value) THEN '' ELSE system.main.substr(value, first) END, "
            + "(value, first, size) AS CASE WHEN first = 0 OR -first > system.main.length(value) OR size <= 0 THEN '' ELSE system.main.substr(value, first, size) END",
        """
        split_to_map(value, entries, pairs) AS CASE
            WHEN len(list_filter(string_split(value, entries), lambda entry: len(string_split(entry, pairs)) <> 2)) > 0
                THEN trino_fail(system.main.concat('INVALID_FUNCTION_ARGUMENT:Key-value delimiter must appear exactly once in each entry. Bad input: ', value), MAP {'': ''})
            ELSE map(
                list_transform(string_split(value, entries), lambda entry: system.main.split_part(entry, pairs, 1)),
                list_transform(string_split(value, entries), lambda entry: system.main.split_part(entry, pairs, 2))) END
        """,
        "substring(value, first) AS substr(value, first), (value, first, size) AS substr(value, first, size)",
        "strpos(value, part) AS system.main.strpos(value, part)",

        // DuckDB's own take no white space but the space.
        // Most texts have none at either end, and are known by that.
        """
        trim(value) AS CASE WHEN ascii(value) > 32 AND ascii(right(value, 1)) > 32 THEN value
            ELSE system.main.ltrim(system.main.rtrim(value, e' \t\n\r\x0B\x0C'), e' \t\n\r\x0B\x0C') END,
            (value, characters) AS system.main.ltrim(system.main.rtrim(value, characters), characters)
        """,
        @"ltrim(value) AS system.main.ltrim(value, e' \t\n\r\x0B\x0C'), (value, characters) AS system.main.ltrim(value, characters)",
        @"rtrim(value) AS system.main.rtrim(value, e' \t\n\r\x0B\x0C'), (value, characters) AS system.main.rtrim(value, characters)",

        // https://trino.io/docs/current/functions/regexp.html: every match, groups as $1
        "regexp_like(value, pattern) AS regexp_matches(value, pattern)",
        "regexp_extract(value, pattern) AS CASE WHEN regexp_matches(value, pattern) THEN system.main.regexp_extract(value, pattern) END, "
            + "(value, pattern, number) AS CASE WHEN regexp_matches(value, pattern) THEN system.main.regexp_extract(value, pattern, number) END",
        "trino_replacement(text) AS system.main.regexp_replace(system.main.replace(text, '\\', '\\\\'), '\\$([0-9])', '\\\\\\1', 'g')",
        "regexp_replace(value, pattern) AS system.main.regexp_replace(value, pattern, '', 'g'), "
            + "(value, pattern, replacement) AS system.main.regexp_replace(value, pattern, trino_replacement(replacement), 'g')",
        "regexp_split(value, pattern) AS regexp_split_to_array(value, pattern)",
        "regexp_count(value, pattern) AS len(regexp_extract_all(value, pattern))",

        // https://trino.io/docs/current/functions/datetime.html
        // DuckDB counts the boundaries between; Trino whole units.
        "date_diff(unit, earlier, later) AS date_sub(unit, earlier, later)",
        """
        date_add(unit, amount, value) AS cast_to_type(value + amount * CASE lower(unit)
            WHEN 'millisecond' THEN INTERVAL '1' millisecond WHEN 'second' THEN INTERVAL '1' second WHEN 'minute' THEN INTERVAL '1' minute
            WHEN 'hour' THEN INTERVAL '1' hour WHEN 'day' THEN INTERVAL '1' day WHEN 'week' THEN INTERVAL '7' day
            WHEN 'month' THEN INTERVAL '1' month WHEN 'quarter' THEN INTERVAL '3' month WHEN 'year' THEN INTERVAL '1' year
            ELSE trino_fail(system.main.concat('INVALID_FUNCTION_ARGUMENT:''', unit, ''' is not a valid unit'), INTERVAL '1' day) END, value)
        """,
        """
        at_timezone(value, zone) AS CASE WHEN regexp_full_match(zone, '[+-][0-9]{2}:[0-9]{2}')
            THEN (CAST(value AS TIMESTAMP WITH TIME ZONE) AT TIME ZONE 'UTC') + CAST(system.main.concat(ltrim(zone, '+'), ':00') AS INTERVAL)
            ELSE CAST(value AS TIMESTAMP WITH TIME ZONE) AT TIME ZONE zone END
        """,
        "current_timezone() AS current_setting('TimeZone')",
        "to_milliseconds(span) AS CAST(system.main.round(epoch(span) * 1000) AS BIGINT)",
        "date_trunc(unit, value) AS cast_to_type(system.main.date_trunc(unit, value), value)",

        // A day with a part of a day is no day any more.
        """
        trino_plus(value, step) AS CASE WHEN system.main.typeof(value) = 'DATE' AND date_part('epoch', step - date_trunc('day', step)) <> 0
            THEN trino_fail('INVALID_FUNCTION_ARGUMENT:Cannot add hour, minutes or seconds to a date', value) ELSE cast_to_type(value + step, value) END
        """,
        """
        trino_minus(value, step) AS CASE WHEN system.main.typeof(value) = 'DATE' AND date_part('epoch', step - date_trunc('day', step)) <> 0
            THEN trino_fail('INVALID_FUNCTION_ARGUMENT:Cannot subtract hour, minutes or seconds from a date', value) ELSE cast_to_type(value - step, value) END
        """,
        "date(value) AS CAST(value AS date)",
        "day_of_week(value) AS isodow(value)",
        "dow(value) AS isodow(value)",
        "day_of_month(value) AS day(value)",
        "day_of_year(value) AS dayofyear(value)",
        "doy(value) AS dayofyear(value)",
        "week_of_year(value) AS week(value)",
        "year_of_week(value) AS isoyear(value)",
        "yow(value) AS isoyear(value)",
        "millisecond(value) AS system.main.millisecond(value) % 1000",
        "last_day_of_month(value) AS last_day(value)",
        "to_iso8601(value) AS CASE system.main.typeof(value) WHEN 'DATE' THEN strftime(value, '%Y-%m-%d') WHEN 'TIMESTAMP WITH TIME ZONE' THEN strftime(value, '%Y-%m-%dT%H:%M:%S.%gZ') ELSE strftime(value, '%Y-%m-%dT%H:%M:%S.%g') END",
        "from_iso8601_date(value) AS CAST(value AS date)",
        "from_iso8601_timestamp(value) AS CAST(value AS timestamptz)",
        "from_unixtime(seconds) AS make_timestamptz(CAST(system.main.round(CAST(seconds AS DOUBLE) * 1000) AS BIGINT) * 1000)",
        "to_unixtime(value) AS epoch(value)",

        // https://trino.io/docs/current/functions/datetime.html#mysql-date-functions
        $"trino_pattern(format) AS {PatternOf("format")}",
        """
        date_format(value, format) AS CASE WHEN regexp_matches(system.main.replace(format, '%%', ''), '%[DUuVwX]')
            THEN trino_fail(system.main.concat('INVALID_FUNCTION_ARGUMENT:', system.main.regexp_extract(system.main.replace(format, '%%', ''), '%[DUuVwX]'), ' not supported in date format string'), '')
            ELSE strftime(value, trino_pattern(format)) END
        """,
        """
        date_parse(value, format) AS CASE WHEN regexp_matches(system.main.replace(format, '%%', ''), '%[DUuVwX]')
            THEN trino_fail(system.main.concat('INVALID_FUNCTION_ARGUMENT:', system.main.regexp_extract(system.main.replace(format, '%%', ''), '%[DUuVwX]'), ' not supported in date format string'), TIMESTAMP '1970-01-01 00:00:00')
            WHEN contains(format, '%y') AND strptime(value, trino_pattern(format)) < TIMESTAMP '1970-01-01 00:00:00' THEN strptime(value, trino_pattern(format)) + INTERVAL '100' year
            WHEN NOT regexp_matches(format, '%[Yyx]') THEN strptime(value, trino_pattern(format)) + INTERVAL '70' year
            ELSE strptime(value, trino_pattern(format)) END
        """,

        // https://trino.io/docs/current/functions/json.html
        "json_format(value) AS CAST(value AS varchar)",
        "json_parse(value) AS CAST(value AS json)",
        "json_extract_scalar(value, path) AS CASE WHEN json_type(json_extract(value, path)) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(value, path) END",
        "json_size(value, path) AS CASE json_type(json_extract(value, path)) WHEN 'OBJECT' THEN len(json_keys(value, path)) WHEN 'ARRAY' THEN json_array_length(value, path) ELSE 0 END",

        // https://trino.io/docs/current/functions/array.html and map.html
        """
        trino_subscript(collection, place) AS CASE
            WHEN system.main.typeof(collection) LIKE '%[]' AND TRY_CAST(CAST(place AS VARCHAR) AS BIGINT) = 0
                THEN trino_fail('INVALID_FUNCTION_ARGUMENT:SQL array indices start at 1', collection[place])
            WHEN system.main.typeof(collection) LIKE '%[]' AND TRY_CAST(CAST(place AS VARCHAR) AS BIGINT) < 0
                THEN trino_fail(system.main.concat('INVALID_FUNCTION_ARGUMENT:Array subscript is negative: ', place), collection[place])
            WHEN system.main.typeof(collection) LIKE '%[]' AND TRY_CAST(CAST(place AS VARCHAR) AS BIGINT) > json_array_length(to_json(collection))
                THEN trino_fail(system.main.concat('INVALID_FUNCTION_ARGUMENT:Array subscript must be less than or equal to array length: ', place, ' > ', json_array_length(to_json(collection))), collection[place])
            WHEN system.main.typeof(collection) LIKE 'MAP(%' AND NOT list_contains(json_keys(to_json(collection)), CAST(place AS VARCHAR))
                THEN trino_fail(system.main.concat('INVALID_FUNCTION_ARGUMENT:Key not present in map: ', place), collection[place])
            ELSE collection[place] END
        """,
        "element_at(collection, key) AS collection[key]",
        "cardinality(collection) AS CAST(CASE WHEN system.main.typeof(collection) LIKE 'MAP(%' THEN len(json_keys(to_json(collection))) ELSE json_array_length(to_json(collection)) END AS BIGINT)",
        "array_join(items, separator) AS array_to_string(items, separator), "
            + "(items, separator, missing) AS array_to_string(list_transform(items, lambda item: coalesce(CAST(item AS VARCHAR), missing)), separator)",
        "array_max(items) AS CASE WHEN list_aggregate(items, 'count') = len(items) THEN list_max(items) END",
        "array_min(items) AS CASE WHEN list_aggregate(items, 'count') = len(items) THEN list_min(items) END",
        "array_sort(items) AS list_sort(items, 'ASC', 'NULLS LAST')",
        // DuckDB's own leave NULL out and have an order of their own; the first of each stays here.
        "array_distinct(items) AS list_filter(items, lambda item, place: list_position(items, item) = place)",
        "array_union(a, b) AS array_distinct(list_concat(a, b))",
        "array_intersect(a, b) AS list_filter(array_distinct(a), lambda item: list_position(b, item) IS NOT NULL)",
        "array_except(a, b) AS list_filter(array_distinct(a), lambda item: list_position(b, item) IS NULL)",
        "array_remove(items, unwanted) AS CASE WHEN unwanted IS NOT NULL THEN list_filter(items, lambda item: item IS NULL OR item <> unwanted) END",
        "array_first(items) AS items[1]",
        "array_last(items) AS items[-1]",
        "repeat(item, times) AS list_resize([item], CAST(times AS BIGINT), item)",
        """
        trim_array(items, size) AS CASE WHEN size < 0 OR size > len(items)
            THEN trino_fail('INVALID_FUNCTION_ARGUMENT:size must not exceed array cardinality', items) ELSE list_slice(items, 1, len(items) - size) END
        """,
        "array_position(items, wanted) AS CAST(coalesce(list_position(items, wanted), 0) AS BIGINT)",
        """
        arrays_overlap(a, b) AS CASE WHEN list_has_any(a, b) THEN true
            WHEN a IS NULL OR b IS NULL OR len(a) > 0 AND len(b) > 0 AND (list_aggregate(a, 'count') < len(a) OR list_aggregate(b, 'count') < len(b)) THEN NULL ELSE false END
        """,
        "slice(items, first, size) AS list_slice(items, first, first + size - 1)",
        "sequence(first, last) AS generate_series(first, last, CASE WHEN first <= last THEN 1 ELSE -1 END), (first, last, step) AS generate_series(first, last, step)",
        """
        contains_sequence(items, wanted) AS CASE WHEN len(wanted) = 0 THEN true ELSE
            len(list_filter(items, lambda item, place: list_slice(items, place, place + len(wanted) - 1) = wanted)) > 0 END
        """,
        "map_entries(map) AS list_transform(system.main.map_entries(map), lambda entry: {'field0': entry.key, 'field1': entry.value})",

        // https://trino.io/docs/current/functions/aggregate.html
        // DuckDB's own is of a sample.
        "skewness(x) AS CASE WHEN count(x) > 2 THEN system.main.skewness(x) * (count(x) - 2) / system.main.sqrt(count(x) * (count(x) - 1)) END",
        "approx_percentile(value, share) AS approx_quantile(value, share)",

        // https://trino.io/docs/current/functions/binary.html
        "md5(value) AS unhex(system.main.md5(value))",
        "sha1(value) AS unhex(system.main.sha1(value))",
        "sha256(value) AS unhex(system.main.sha256(value))",
        "from_hex(value) AS unhex(value)",
        "to_hex(value) AS hex(value)",
        "to_base64url(value) AS translate(to_base64(value), '+/', '-_')",
        "from_base64url(value) AS from_base64(system.main.rpad(translate(value, '-_', '+/'), CAST((system.main.length(value) + 3) & -4 AS INTEGER), '='))",

        // https://trino.io/docs/current/functions/url.html
        "url_encode(value) AS system.main.replace(system.main.replace(system.main.replace(system.main.url_encode(value), '%20', '+'), '~', '%7E'), '%2A', '*')",
        """
        url_decode(value) AS CASE WHEN regexp_matches(value, '%([^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)')
            THEN trino_fail('INVALID_FUNCTION_ARGUMENT:Illegal characters in an escape pattern', '') ELSE system.main.url_decode(system.main.replace(value, '+', '%20')) END
        """,

        // Trino takes the parts from java.net.URI, which knows no parts of what is no URI, and only a scheme and a fragment of mailto:a@b.
        $"trino_is_url(url) AS regexp_full_match(url, '{UrlPattern.Whole}')",
        "trino_is_opaque(url) AS regexp_matches(url, '^[A-Za-z][A-Za-z0-9+.-]*:[^/]')",
        $"trino_url_part(url, number) AS CASE WHEN trino_is_url(url) THEN system.main.regexp_extract(url, '{UrlPattern.Parts}', number) END",
        "url_extract_protocol(url) AS trino_url_part(url, 1)",
        $"url_extract_host(url) AS system.main.regexp_extract(trino_url_part(url, 2), '{UrlPattern.Host}', 1)",
        $"url_extract_port(url) AS CAST(nullif(system.main.regexp_extract(trino_url_part(url, 2), '{UrlPattern.Host}', 2), '') AS BIGINT)",
        "url_extract_path(url) AS CASE WHEN trino_is_opaque(url) THEN left(trino_url_part(url, 3), 0) ELSE system.main.url_decode(trino_url_part(url, 3)) END",
        "trino_query(url) AS CASE WHEN trino_is_opaque(url) THEN left(trino_url_part(url, 4), 0) ELSE trino_url_part(url, 4) END",
        "url_extract_query(url) AS system.main.url_decode(trino_query(url))",
        "url_extract_fragment(url) AS system.main.url_decode(trino_url_part(url, 5))",
        """
        url_extract_parameter(url, name) AS system.main.url_decode(system.main.replace(system.main.substr(
            list_filter(system.main.string_split(nullif(trino_query(url), ''), '&'), lambda pair: system.main.split_part(pair, '=', 1) = name)[1],
            system.main.length(name) + 2), '+', '%20'))
        """,

        // https://trino.io/docs/current/functions/conversion.html
        "typeof(value) AS system.main.replace(lower(system.main.typeof(value)), 'hugeint', 'bigint')",
    ];

    private static readonly Dictionary<string, string> ByName = Fixed.Concat(Variadic()).Concat(Casts())
        .ToDictionary(macro => NameOf(macro).Trim('"'), StringComparer.OrdinalIgnoreCase);

    /// <summary>The texts after <c>CREATE MACRO</c> of the macros that a statement needs, each after those that it uses.</summary>
    /// <param name="words">The statement's words and operators.</param>
    public static IReadOnlyList<string> For(IEnumerable<string> words)
    {
        var needed = new List<string>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in words)
        {
            Add(word);
        }

        return needed;

        void Add(string word)
        {
            if (!ByName.TryGetValue(word, out var macro) || !known.Add(word))
            {
                return;
            }

            var name = NameOf(macro);
            foreach (var used in Used().Matches(macro[name.Length..]).Select(match => match.Value))
            {
                Add(used);
            }

            needed.Add(macro);
        }
    }

    private static string NameOf(string macro) => macro[..macro.IndexOf('(', StringComparison.Ordinal)];

    /// <summary>Functions of any number of arguments, of which a macro has none: one for each number.</summary>
    private static IEnumerable<string> Variadic()
    {
        yield return $"concat{Overloads(2, all => string.Join(" || ", all))}";
        foreach (var name in (string[])["greatest", "least"])
        {
            yield return name + Overloads(
                1, all => $"CASE WHEN {string.Join(" OR ", all.Select(one => $"{one} IS NULL"))} THEN NULL ELSE system.main.{name}({string.Join(", ", all)}) END");
        }

        // Java's formatter is C's for what is common to both.
        yield return $"format{Overloads(1, all => $"printf({string.Join(", ", all)})")}";
    }

    private static string Overloads(int fewest, Func<string[], string> body) => string.Join(", ", Enumerable.Range(fewest, MostArguments - fewest + 1).Select(count =>
    {
        var arguments = Enumerable.Range(1, count).Select(number => $"a{number}").ToArray();
        return $"({string.Join(", ", arguments)}) AS {body(arguments)}";
    }));

    /// <summary>Casts to whole numbers: a double is rounded half away from zero, a text has digits only.</summary>
    /// <remarks>Trino's DoubleOperators and its like round by RoundingMode.HALF_UP, and name what is out of range by where it comes from.</remarks>
    private static IEnumerable<string> Casts()
    {
        foreach (var type in (string[])["TINYINT", "SMALLINT", "INTEGER", "BIGINT"])
        {
            var refusal = $"trino_fail(system.main.concat('INVALID_CAST_ARGUMENT:Cannot cast ''', x, ''' to {type}'), 0::{type})";
            var range = $"trino_fail(system.main.concat('NUMERIC_VALUE_OUT_OF_RANGE:Out of range for {type.ToLowerInvariant()}: ', x), 0::{type})";
            yield return Cast($"trino_to_{type}", "CAST", type, refusal, range);
            yield return Cast($"trino_try_to_{type}", "TRY_CAST", type, "NULL", "NULL");
        }

        static string Cast(string name, string cast, string type, string refusal, string range) => $"""
            {name.ToLowerInvariant()}(x) AS CASE
                WHEN x IS NOT NULL AND system.main.typeof(x) IN ({(type is "TINYINT" or "SMALLINT" ? "'DOUBLE', 'FLOAT', " : "")}'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT')
                    AND TRY_CAST(x AS {type}) IS NULL THEN {range}
                WHEN system.main.typeof(x) IN ('DOUBLE', 'FLOAT') THEN {cast}(system.main.round(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE)) AS {type})
                WHEN system.main.typeof(x) = 'VARCHAR' AND NOT regexp_full_match(CAST(x AS VARCHAR), '[+-]?[0-9]+') THEN {refusal}
                ELSE {cast}(x AS {type}) END
            """;
    }

    /// <summary>MySQL's specifiers as strftime's. A percent sign that is replaced already is written as a character that no text has.</summary>
    private static string PatternOf(string format)
    {
        var pattern = $"system.main.replace({format}, '%%', chr(1))";
        foreach (var (from, to) in Specifiers)
        {
            pattern = $"system.main.replace({pattern}, '%{from}', '{to.Replace('%', '\u0002')}')";
        }

        // A letter without a meaning stands for itself.
        return $"system.main.replace(system.main.replace(system.main.regexp_replace({pattern}, '%(.)', '\\1', 'g'), '\u0002', '%'), chr(1), '%%')";
    }

    private static (char From, string To)[] Specifiers =>
    [
        ('a', "%a"), ('b', "%b"), ('c', "%-m"), ('d', "%d"), ('e', "%-d"), ('f', "%f"), ('H', "%H"), ('h', "%I"), ('I', "%I"), ('i', "%M"), ('j', "%j"),
        ('k', "%-H"), ('l', "%-I"), ('M', "%B"), ('m', "%m"), ('p', "%p"), ('r', "%I:%M:%S %p"), ('S', "%S"), ('s', "%S"), ('T', "%H:%M:%S"), ('v', "%V"),
        ('W', "%A"), ('x', "%G"), ('Y', "%Y"), ('y', "%y"),
    ];

    // A function or an operator that is not said to be DuckDB's own.
    [GeneratedRegex(@"(?<![\w.])\w+|(?<!"")\|\||%")]
    private static partial Regex Used();
}
