-- What is known of each product on the price list in each store, for the price of an hour (UTC).
--
-- Columns: store_id, product_id, on_hand, demand_per_day (null: unknown), visits_recent, visits_expected (null: unknown),
--   sales_recent, sales_expected (null: unknown), list_price_cents, floor_price_cents, ceiling_price_cents, shelf_life_days.
--   Key: (store_id, product_id). Sorted by it.
--   demand_per_day   as in low-stock.sql: every fall of on_hand from one clean reading to the next.
--   visits_expected  what the page's share of its shop's visits before the recent hours would have brought in them. A share,
--                    because a whole shop has more visits in the evening, on Saturdays and at sales: that alone is no trend.
--   sales_expected   the same of the sales that the pages reported.
--
-- Parameters: hour (its first moment as text, '2026-11-20 14:00:00'), lookbackDays and recentHours (whole numbers), in the
-- order of the text:
--   1 hour  2 lookbackDays  3 hour                  the readings' partitions
--   4 hour                                          the end of the hour
--   5 hour  6 lookbackDays  7 hour                  the visits' partitions
--   8 hour                                          the end of the hour
--   9 hour  10 lookbackDays                         the first visit that counts
--   11 hour  12 recentHours                         where the recent hours begin
-- Each stands in a WHERE, because Athena takes them nowhere else ("Use parameterized queries").
WITH
-- One row of each product, the same one each time, whatever was uploaded: of two, the first by its columns.
listed AS (
    SELECT *
    FROM (
        SELECT
            product_id, list_price_cents, floor_price_cents, ceiling_price_cents, shelf_life_days,
            row_number() OVER (
                PARTITION BY product_id
                ORDER BY list_price_cents, floor_price_cents, ceiling_price_cents, shelf_life_days) AS place
        FROM price_list
    ) AS numbered
    WHERE place = 1
),
-- The clean readings, as low-stock.sql has them, of the products that are priced.
steps AS (
    SELECT
        inventory.store_id,
        inventory.product_id,
        on_hand,
        recorded_at,
        lag(on_hand) OVER readings AS on_hand_before,
        lead(recorded_at) OVER readings AS next_recorded_at
    FROM inventory
    JOIN listed ON listed.product_id = inventory.product_id
    WHERE dt BETWEEN CAST(CAST(CAST(? AS timestamp) - CAST(? AS bigint) * INTERVAL '1' DAY AS date) AS varchar)
            AND CAST(CAST(CAST(? AS timestamp) AS date) AS varchar)
        AND trim(event_id) <> ''
        AND trim(store_id) <> ''
        AND trim(inventory.product_id) <> ''
        AND on_hand >= 0
        AND reorder_point >= 0
        AND target_level >= reorder_point
        AND shelf_capacity >= target_level
        AND case_size >= 1
        AND unit_volume_l >= 0
        AND recorded_at < CAST(? AS timestamp) + INTERVAL '1' HOUR
    WINDOW readings AS (PARTITION BY inventory.store_id, inventory.product_id ORDER BY recorded_at, event_id)
),
stock AS (
    SELECT
        store_id,
        product_id,
        max(CASE WHEN next_recorded_at IS NULL THEN on_hand END) AS on_hand,
        sum(CASE WHEN on_hand_before > on_hand THEN on_hand_before - on_hand ELSE 0 END) AS sold,
        min(recorded_at) AS first_recorded_at,
        max(recorded_at) AS last_recorded_at
    FROM steps
    GROUP BY store_id, product_id
),
-- Each event once: producers and streams may repeat one.
seen AS (
    SELECT
        event_id,
        max(store_id) AS store_id,
        max(product_id) AS product_id,
        max(visits) AS visits,
        max(sales) AS sales,
        max(occurred_at) AS occurred_at
    FROM visits
    WHERE dt BETWEEN CAST(CAST(CAST(? AS timestamp) - CAST(? AS bigint) * INTERVAL '1' DAY AS date) AS varchar)
            AND CAST(CAST(CAST(? AS timestamp) AS date) AS varchar)
        AND trim(event_id) <> ''
        AND visits >= 0
        AND sales >= 0
        AND occurred_at < CAST(? AS timestamp) + INTERVAL '1' HOUR
        AND occurred_at >= CAST(? AS timestamp) + INTERVAL '1' HOUR - CAST(? AS bigint) * INTERVAL '1' DAY
    GROUP BY event_id
),
pages AS (
    SELECT
        store_id,
        product_id,
        sum(CASE WHEN period.is_recent THEN visits ELSE 0 END) AS visits_recent,
        sum(CASE WHEN period.is_recent THEN 0 ELSE visits END) AS visits_before,
        sum(CASE WHEN period.is_recent THEN sales ELSE 0 END) AS sales_recent,
        sum(CASE WHEN period.is_recent THEN 0 ELSE sales END) AS sales_before
    FROM seen
    -- Both answers stand ready, and the WHERE keeps the one that is true: the parameter decides it, and may stand there only.
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS period (is_recent)
    WHERE period.is_recent = (
        seen.occurred_at >= CAST(? AS timestamp) + INTERVAL '1' HOUR - CAST(? AS bigint) * INTERVAL '1' HOUR)
    GROUP BY store_id, product_id
),
shops AS (
    SELECT
        store_id,
        sum(visits_recent) AS visits_recent,
        sum(visits_before) AS visits_before,
        sum(sales_recent) AS sales_recent,
        sum(sales_before) AS sales_before
    FROM pages
    GROUP BY store_id
)
SELECT
    stock.store_id,
    stock.product_id,
    stock.on_hand,
    round(CAST(stock.sold AS double)
        / nullif(date_diff('millisecond', stock.first_recorded_at, stock.last_recorded_at) / 8.64e7, 0e0), 3) AS demand_per_day,
    CAST(coalesce(pages.visits_recent, 0) AS bigint) AS visits_recent,
    round(CAST(shops.visits_recent AS double) * coalesce(pages.visits_before, 0)
        / nullif(CAST(shops.visits_before AS double), 0e0), 3) AS visits_expected,
    CAST(coalesce(pages.sales_recent, 0) AS bigint) AS sales_recent,
    round(CAST(shops.sales_recent AS double) * coalesce(pages.sales_before, 0)
        / nullif(CAST(shops.sales_before AS double), 0e0), 3) AS sales_expected,
    listed.list_price_cents,
    listed.floor_price_cents,
    listed.ceiling_price_cents,
    listed.shelf_life_days
FROM stock
JOIN listed ON listed.product_id = stock.product_id
LEFT JOIN pages ON pages.store_id = stock.store_id AND pages.product_id = stock.product_id
LEFT JOIN shops ON shops.store_id = stock.store_id
ORDER BY store_id, product_id
