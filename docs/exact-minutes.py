#!/usr/bin/env python3
"""Puts events with repetition, disorder and too old ones on the stream of a served stage, and compares the rows of the minutes
with a plain recomputation.

    pip install boto3
    ./run serve                      # in another terminal
    python3 docs/exact-minutes.py [--records 10000] [--seed 1] [--endpoint http://127.0.0.1:4566]

Of the records, 5 in 100 are put twice, 20 in 100 come up to 10 minutes out of order, and 1 in 100 is 25 hours old: those are
not counted, and lie under late/ in the lake bucket. It ends with 0 when every row is right, and with 1 when one is not.
"""
import argparse
import json
import random
import sys
import time
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import boto3

TRUCKS = 40
LAKE = "streaming-analytics-lake"
MOST_OF_REQUEST = 500


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--endpoint", default="http://127.0.0.1:4566")
    options.add_argument("--records", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--patience", type=float, default=120, help="seconds to wait until everything is counted")
    given = options.parse_args()

    def client(service):
        return boto3.client(service, endpoint_url=given.endpoint, region_name="us-east-1",
                            aws_access_key_id="local", aws_secret_access_key="local")

    # A run has trucks of its own, so that it can be repeated on the same stage.
    run = f"X{int(time.time())}"
    records = traffic(run, given.records, random.Random(given.seed))
    expected, too_old = recomputed(records)

    sent, refused = put(client("kinesis"), records)
    print(f"{sent:,} records put, {refused:,} of them again after the stream had refused them.")

    problems = compare(expected, client("dynamodb"), given.patience)
    late = late_events(client("s3"), run, len(too_old), given.patience)
    if late != too_old:
        problems.append(f"{len(too_old)} events were too old, and {len(late)} lie under late/.")
    counted = sum(row["count"] for row in expected.values())
    print(f"{counted:,} events in {len(expected):,} minutes, {len(too_old):,} too late, "
          f"{len(records) - counted - len(too_old):,} repeated.")
    for problem in problems[:20]:
        print(problem, file=sys.stderr)
    print("Every row is right." if not problems else f"{len(problems)} differences.")
    return 1 if problems else 0


def traffic(run, count, rng):
    """Events in the order in which they are put."""
    now = datetime.now(timezone.utc)
    events = []
    for number in range(count):
        # Spread over an hour up to now; what is out of order comes up to ten minutes after its time.
        at = now - timedelta(hours=1) * (1 - number / count)
        arrives = at
        kind = rng.random()
        if kind < 0.20:
            arrives = min(now, at + timedelta(minutes=10) * rng.random())
        elif kind < 0.21:
            at -= timedelta(hours=25)
        event = {
            "event_id": f"{run}-{number}",
            "truck_id": f"{run}-{rng.randrange(TRUCKS):02}",
            "recorded_at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "latitude": round(53 + rng.random(), 5),
            "longitude": round(10 + rng.random(), 5),
            "speed_kmh": round(90 * rng.random(), 1),
            "distance_m": round(100 * rng.random(), 2),
            "cargo_c": round(2 + 4 * rng.random(), 2),
        }
        events.append((arrives, event))
        if rng.random() < 0.05:
            events.append((min(now, arrives + timedelta(minutes=10) * rng.random()), event))
    return [event for _, event in sorted(events, key=lambda one: one[0])]


def recomputed(records):
    """The rows by (key, minute), and the ids of the events that are too old to be counted."""
    events = {event["event_id"]: event for event in records}
    newest = max(event["recorded_at"] for event in records)
    day_before = datetime.fromisoformat(newest) - timedelta(hours=24)
    rows, too_old = defaultdict(list), set()
    for event in events.values():
        if datetime.fromisoformat(event["recorded_at"]) < day_before:
            too_old.add(event["event_id"])
        else:
            rows[f"truck#{event['truck_id']}", event["recorded_at"][:16]].append(event)
    return {key: row_of(of) for key, of in rows.items()}, too_old


def row_of(events):
    row = {"count": len(events), "distance_mm": sum(thousandths(event["distance_m"]) for event in events)}
    for field, column in (("speed_kmh", "speed_mh"), ("cargo_c", "cargo_mc")):
        values = [thousandths(event[field]) for event in events]
        row |= {f"{column}_n": len(values), f"{column}_sum": sum(values), f"{column}_min": min(values), f"{column}_max": max(values)}
    return row


def thousandths(value):
    return round(value * 1000)


def put(kinesis, records):
    """Puts all records; what the stream refuses is put again, and that alone."""
    sent = again = 0
    for first in range(0, len(records), MOST_OF_REQUEST):
        entries = [{"Data": json.dumps(event).encode(), "PartitionKey": event["truck_id"]}
                   for event in records[first:first + MOST_OF_REQUEST]]
        while entries:
            answer = kinesis.put_records(StreamName="telemetry", Records=entries)
            left = [entry for entry, taken in zip(entries, answer["Records"]) if "ErrorCode" in taken]
            sent += len(entries) - len(left)
            again += len(left)
            if left:
                time.sleep(0.2)
            entries = left
    return sent, again


def compare(expected, dynamodb, patience):
    """Reads the rows until all events are counted, or time is up."""
    end = time.monotonic() + patience
    while True:
        found = {}
        for key in {key for key, _ in expected}:
            pages = dynamodb.get_paginator("query").paginate(
                TableName="minutes", KeyConditionExpression="k = :k", ExpressionAttributeValues={":k": {"S": key}})
            for item in (item for page in pages for item in page["Items"]):
                found[key, item["m"]["S"]] = {name: Decimal(value["N"]) for name, value in item.items() if "N" in value}
        problems = [f"{key}: {column} is {found.get(key, {}).get(column)}, not {value}"
                    for key, row in expected.items() for column, value in row.items() if found.get(key, {}).get(column) != value]
        problems += [f"{key}: there should be no such row" for key in found.keys() - expected.keys()]
        if not problems or time.monotonic() > end:
            return problems
        time.sleep(1)


def late_events(s3, run, count, patience):
    """The ids of the events of this run under late/."""
    end = time.monotonic() + patience
    read = {}
    while True:
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=LAKE, Prefix="late/telemetry/")
        for key in (entry["Key"] for page in pages for entry in page.get("Contents", [])):
            if key not in read:
                read[key] = json.loads(json.loads(s3.get_object(Bucket=LAKE, Key=key)["Body"].read())["payload"])
        found = {event["event_id"] for event in read.values() if event["truck_id"].startswith(run)}
        if len(found) >= count or time.monotonic() > end:
            return found
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
