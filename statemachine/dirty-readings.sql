-- How many readings of the window low-stock.sql leaves out, and why. A reading with several faults counts under the
-- first of them, a reading that was sent twice once.
--
-- Columns: reason, name (the store that stores does not have, or the depot that depots does not have; null for any other
--   reason), readings (bigint). Key: (reason, name). Sorted by it.
--
-- Parameters: asOf (a date as text, '2026-11-20') and lookbackDays (whole days), in the order of the text:
--   1 asOf                           the end of its day
--   2 asOf  3 lookbackDays  4 asOf   the readings' partitions
WITH
-- The row that low-stock.sql takes of a store.
shops AS (
    SELECT *
    FROM (
        SELECT
            store_id, depot_id,
            row_number() OVER (PARTITION BY store_id ORDER BY depot_id, latitude, longitude, region, name) AS place
        FROM stores
    ) AS numbered
    WHERE place = 1
),
judged AS (
    SELECT
        inventory.*,
        shops.depot_id,
        CASE
            WHEN coalesce(trim(inventory.event_id), '') = '' THEN 'event_id is blank'
            WHEN coalesce(trim(inventory.store_id), '') = '' THEN 'store_id is blank'
            WHEN coalesce(trim(inventory.product_id), '') = '' THEN 'product_id is blank'
            WHEN coalesce(on_hand, -1) < 0 THEN 'on_hand is null or negative'
            WHEN coalesce(reorder_point, -1) < 0 THEN 'reorder_point is null or negative'
            WHEN coalesce(target_level, -1) < 0 THEN 'target_level is null or negative'
            WHEN coalesce(shelf_capacity, -1) < 0 THEN 'shelf_capacity is null or negative'
            WHEN coalesce(case_size, 0) < 1 THEN 'case_size is null or less than 1'
            WHEN coalesce(unit_volume_l, -1e0) < 0 THEN 'unit_volume_l is null or negative'
            WHEN reorder_point > target_level THEN 'reorder_point is above target_level'
            WHEN target_level > shelf_capacity THEN 'target_level is above shelf_capacity'
            WHEN recorded_at IS NULL THEN 'recorded_at is null'
            WHEN day.is_over THEN 'recorded_at is after the day'
            WHEN shops.store_id IS NULL THEN 'store is unknown'
            WHEN bases.depot_id IS NULL THEN 'depot of the store is unknown'
        END AS reason
    FROM inventory
    LEFT JOIN shops ON shops.store_id = inventory.store_id
    LEFT JOIN (SELECT DISTINCT depot_id FROM depots) AS bases ON bases.depot_id = shops.depot_id
    -- Both answers stand ready, and the WHERE keeps the one that is true: Athena takes parameters nowhere else.
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS day (is_over)
    WHERE day.is_over = coalesce(recorded_at >= CAST(? AS date) + INTERVAL '1' DAY, FALSE)
        AND dt BETWEEN CAST(CAST(CAST(? AS date) - CAST(? AS bigint) * INTERVAL '1' DAY AS date) AS varchar)
            AND CAST(CAST(? AS date) AS varchar)
),
dirty AS (
    SELECT DISTINCT
        event_id, store_id, product_id, on_hand, reorder_point, target_level, shelf_capacity, case_size, unit_volume_l,
        recorded_at, reason,
        CASE reason WHEN 'store is unknown' THEN store_id WHEN 'depot of the store is unknown' THEN depot_id END AS name
    FROM judged
    WHERE reason IS NOT NULL
)
SELECT reason, name, count(*) AS readings
FROM dirty
GROUP BY reason, name
ORDER BY reason, name
