namespace Lake.Athena;

/// <summary>The functions of Trino, and which of them the local stage lacks, or knows only by a namesake with another meaning.</summary>
internal static class TrinoFunctions
{
    /// <summary>The functions on Trino's pages, whose list is <c>functions.list</c>.</summary>
    public static IReadOnlySet<string> All { get; } = Read();

    // Words of the language that brackets may follow: https://github.com/trinodb/trino/blob/master/core/trino-grammar/src/main/antlr4/io/trino/grammar/sql/SqlBase.g4.
    private static readonly HashSet<string> Syntax = new(
        """
        all and any array as bernoulli between by case char columns cross cube current_time current_timestamp dec decimal define distinct double
        else end escape except execute exists explain extract fetch filter first from group grouping having in initial inner insert intersect
        interval into is join lateral like limit localtime localtimestamp map match_recognize measures natural next not null nullif numeric of
        offset on or order outer over partition pattern permute precision range real recursive returning rollup row rows seek select sets skip
        some subset system table tablesample then time timestamp try union unload unnest using values varbinary varchar when where window with
        within
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Missing = new(
        """
        format_number parse_data_size
        beta_cdf cosine_distance cosine_similarity from_base inverse_beta_cdf inverse_normal_cdf normal_cdf t_cdf t_pdf
        wilson_interval_lower wilson_interval_upper
        luhn_check soundex split_to_multimap word_stem
        regexp_position
        format_datetime from_iso8601_timestamp_nanos from_unixtime_nanos human_readable_seconds parse_datetime parse_duration timezone
        with_timezone
        all_match any_match array_histogram combinations ngrams none_match reduce shuffle zip zip_with
        map_filter map_zip_with multimap_from_entries transform_keys transform_values
        is_json_scalar json_array json_array_contains json_array_get json_exists json_object json_query json_value
        crc32 from_base32 from_big_endian_32 from_big_endian_64 from_ieee754_32 from_ieee754_64 hmac_md5 hmac_sha1 hmac_sha256 hmac_sha512
        murmur3 sha512 spooky_hash_v2_32 spooky_hash_v2_64 to_base32 to_big_endian_32 to_big_endian_64 to_ieee754_32 to_ieee754_64 xxhash64
        approx_most_frequent approx_set checksum entropy map_agg map_union merge multimap_agg numeric_histogram qdigest_agg reduce_agg
        tdigest_agg
        empty_approx_set value_at_quantile values_at_quantiles
        hash_counts intersection_cardinality jaccard_index make_set_digest merge_set_digest
        bar color render rgb
        version
        char2hexint index to_char to_date to_timestamp
        classify features learn_classifier learn_libsvm_classifier learn_libsvm_regressor learn_regressor regress
        theta_sketch_cardinality theta_sketch_union
        bing_tile bing_tile_at bing_tile_coordinates bing_tile_polygon bing_tile_quadkey bing_tile_zoom_level bing_tiles_around
        convex_hull_agg from_encoded_polyline from_geojson_geometry geometry_from_hadoop_shape geometry_invalid_reason geometry_nearest_points
        geometry_to_bing_tiles geometry_union geometry_union_agg great_circle_distance line_interpolate_point line_interpolate_points
        line_locate_point simplify_geometry spatial_partitioning spatial_partitions to_encoded_polyline to_geojson_geometry to_geometry
        to_spherical_geography
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    // Called without brackets. DuckDB would answer with names of its own.
    private static readonly HashSet<string> MissingWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "current_catalog", "current_groups", "current_schema", "current_user",
    };

    /// <summary>Whether a name with brackets behind it can only be a function's, and Trino has none of the name.</summary>
    public static bool IsUnknown(string name) => !All.Contains(name) && !Syntax.Contains(name);

    /// <param name="name">The name.</param>
    /// <param name="isCalled">Whether brackets follow it.</param>
    public static bool IsMissing(string name, bool isCalled) =>
        MissingWords.Contains(name) || (isCalled && (Missing.Contains(name) || name.StartsWith("st_", StringComparison.OrdinalIgnoreCase)));

    private static HashSet<string> Read()
    {
        using var list = typeof(TrinoFunctions).Assembly.GetManifestResourceStream("functions.list")
            ?? throw new InvalidOperationException("functions.list is not built into the program.");
        using var text = new StreamReader(list);
        return new(
            text.ReadToEnd().Split('\n')
                .Where(line => !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith('='))
                .SelectMany(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparer.OrdinalIgnoreCase);
    }
}
