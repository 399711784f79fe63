-- Which stores run low on which products, as of the end of a day (UTC).
--
-- Columns: store_id, part, region, depot_id, latitude, longitude, depot_latitude, depot_longitude, depot_trucks,
--   truck_volume_l, route_hours, lines. Key: (store_id, part). Sorted by it.
--   part   numbers a store's rows from 0: 400 lines a row, so that no row outgrows a state's payload.
--   lines  a JSON array as text, the most urgent line first (fewest days of cover; unknown last; then by product):
--          product_id, on_hand, in_transit, reorder_point, target_level, shelf_capacity, case_size, unit_volume_l,
--          demand_per_day (null: unknown), days_of_cover (null: unknown or endless), recorded_at.
--
-- Parameters: asOf (a date as text, '2026-11-20'), lookbackDays and transitDays (whole days), in the order of the text:
--   1 asOf  2 lookbackDays  3 asOf          the readings' partitions
--   4 asOf                                  the end of its day
--   5 asOf  6 lookbackDays  7 transitDays   the dispatches' partitions
--   8 transitDays                           goods on the road
-- Each stands where it is compared, not in a common table: only then do both engines leave out the partitions that were
-- not asked for. And each stands in a WHERE, because Athena takes them nowhere else ("Use parameterized queries").
--
-- The SQL is what Athena (Trino) and DuckDB have in common: no division of integers but where nothing remains (DuckDB's
-- is not whole), no date arithmetic but with intervals, JSON from rows with named fields.
WITH
-- One row of each store and depot, the same one each time, whatever was uploaded: of two, the first by its columns.
shops AS (
    SELECT *
    FROM (
        SELECT
            store_id, region, depot_id, latitude, longitude,
            row_number() OVER (PARTITION BY store_id ORDER BY depot_id, latitude, longitude, region, name) AS place
        FROM stores
    ) AS numbered
    WHERE place = 1
),
bases AS (
    SELECT *
    FROM (
        SELECT
            depot_id, latitude, longitude, trucks, truck_volume_l, route_hours,
            row_number() OVER (
                PARTITION BY depot_id ORDER BY latitude, longitude, trucks, truck_volume_l, route_hours, name) AS place
        FROM depots
    ) AS numbered
    WHERE place = 1
),
-- The clean readings of the window, each with its neighbours in time; of two at the same time the one with the greater
-- event_id is the later. dirty-readings.sql counts what is left out, by reason: the two change together.
-- A reading that was sent twice has the same event_id and the same content, so its copies are neighbours: they add no
-- fall, and whichever is latest says the same. That drops duplicates without comparing every id with every other.
steps AS (
    SELECT
        store_id,
        product_id,
        on_hand,
        reorder_point,
        target_level,
        shelf_capacity,
        case_size,
        unit_volume_l,
        recorded_at,
        lag(on_hand) OVER readings AS on_hand_before,
        lead(recorded_at) OVER readings AS next_recorded_at
    FROM inventory
    WHERE dt BETWEEN CAST(CAST(CAST(? AS date) - CAST(? AS bigint) * INTERVAL '1' DAY AS date) AS varchar)
            AND CAST(CAST(? AS date) AS varchar)
        AND trim(event_id) <> ''
        AND trim(store_id) <> ''
        AND trim(product_id) <> ''
        AND on_hand >= 0
        AND reorder_point >= 0
        AND target_level >= reorder_point
        AND shelf_capacity >= target_level
        AND case_size >= 1
        AND unit_volume_l >= 0
        AND recorded_at < CAST(? AS date) + INTERVAL '1' DAY
    WINDOW readings AS (PARTITION BY store_id, product_id ORDER BY recorded_at, event_id)
),
-- What the latest reading says, and what was sold: every fall of on_hand from one reading to the next. A rise is a
-- delivery, and no negative demand.
stock AS (
    SELECT
        store_id,
        product_id,
        max(CASE WHEN next_recorded_at IS NULL THEN on_hand END) AS on_hand,
        max(CASE WHEN next_recorded_at IS NULL THEN reorder_point END) AS reorder_point,
        max(CASE WHEN next_recorded_at IS NULL THEN target_level END) AS target_level,
        max(CASE WHEN next_recorded_at IS NULL THEN shelf_capacity END) AS shelf_capacity,
        max(CASE WHEN next_recorded_at IS NULL THEN case_size END) AS case_size,
        max(CASE WHEN next_recorded_at IS NULL THEN unit_volume_l END) AS unit_volume_l,
        min(recorded_at) AS first_recorded_at,
        max(recorded_at) AS recorded_at,
        sum(CASE WHEN on_hand_before > on_hand THEN on_hand_before - on_hand ELSE 0 END) AS sold
    FROM steps
    GROUP BY store_id, product_id
),
-- Each order once: the stream of dispatches may repeat a record.
dispatched AS (
    SELECT
        order_key,
        max(store_id) AS store_id,
        max(product_id) AS product_id,
        max(quantity) AS quantity,
        max(dispatched_at) AS dispatched_at
    FROM dispatches
    WHERE dt >= CAST(CAST(CAST(? AS date) - (CAST(? AS bigint) + CAST(? AS bigint)) * INTERVAL '1' DAY AS date) AS varchar)
    GROUP BY order_key
),
-- Goods reach the shelf transitDays after their dispatch. Until then no reading shows them; from then on the reading
-- does, and netting them would count them twice. There is no upper end: who asks for a past day still must not order
-- what has been put on the road since.
netted AS (
    SELECT
        stock.store_id,
        stock.product_id,
        max(stock.on_hand) AS on_hand,
        max(stock.reorder_point) AS reorder_point,
        max(stock.target_level) AS target_level,
        max(stock.shelf_capacity) AS shelf_capacity,
        max(stock.case_size) AS case_size,
        max(stock.unit_volume_l) AS unit_volume_l,
        max(stock.recorded_at) AS recorded_at,
        -- Unknown (null) where all readings are of one moment.
        max(CAST(stock.sold AS double)
            / nullif(date_diff('millisecond', stock.first_recorded_at, stock.recorded_at) / 8.64e7, 0e0)) AS demand_per_day,
        CAST(coalesce(sum(CASE WHEN road.is_on_it THEN dispatched.quantity END), 0) AS bigint) AS in_transit
    FROM stock
    LEFT JOIN dispatched
        ON dispatched.store_id = stock.store_id
        AND dispatched.product_id = stock.product_id
    -- Both answers stand ready, and the WHERE keeps the one that is true: the parameter decides it, and may stand there only.
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS road (is_on_it)
    -- What is on the road only adds: a line above its reorder point without it is not low with it.
    WHERE stock.on_hand <= stock.reorder_point
        AND road.is_on_it = coalesce(
            dispatched.dispatched_at + CAST(? AS bigint) * INTERVAL '1' DAY > stock.recorded_at, FALSE)
    GROUP BY stock.store_id, stock.product_id
),
low AS (
    SELECT
        *,
        on_hand / nullif(demand_per_day, 0e0) AS days_of_cover
    FROM netted
    WHERE on_hand + in_transit <= reorder_point
),
ranked AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY store_id ORDER BY days_of_cover NULLS LAST, product_id) - 1 AS line_number
    FROM low
)
SELECT
    ranked.store_id,
    CAST((line_number - mod(line_number, 400)) / 400 AS bigint) AS part,
    max(shops.region) AS region,
    max(shops.depot_id) AS depot_id,
    max(shops.latitude) AS latitude,
    max(shops.longitude) AS longitude,
    max(bases.latitude) AS depot_latitude,
    max(bases.longitude) AS depot_longitude,
    max(bases.trucks) AS depot_trucks,
    max(bases.truck_volume_l) AS truck_volume_l,
    max(bases.route_hours) AS route_hours,
    json_format(CAST(array_agg(
        CAST(ROW(
            product_id, on_hand, in_transit, reorder_point, target_level, shelf_capacity, case_size, unit_volume_l,
            round(demand_per_day, 3), round(days_of_cover, 3), to_iso8601(CAST(recorded_at AS timestamp(3))) || 'Z'
        ) AS ROW(
            product_id varchar, on_hand bigint, in_transit bigint, reorder_point bigint, target_level bigint,
            shelf_capacity bigint, case_size bigint, unit_volume_l double, demand_per_day double, days_of_cover double,
            recorded_at varchar))
        ORDER BY line_number) AS json)) AS lines
FROM ranked
JOIN shops ON shops.store_id = ranked.store_id
JOIN bases ON bases.depot_id = shops.depot_id
GROUP BY ranked.store_id, CAST((line_number - mod(line_number, 400)) / 400 AS bigint)
ORDER BY store_id, part
