#!/usr/bin/python3
"""A plain consumer of file events, as one writes and tunes it by hand: what `sluice bench events` is measured against.

It reads a Redis stream in a consumer group, 50 entries at a time, inserts a row for each into a table `file_events`
of its own, in one transaction, and acknowledges them after the commit. With `--insert each` it connects to the
database for each event, as one does who has tuned nothing. What it prints is one line of JSON: how many events and
how many seconds from the first read to the last commit. It needs psycopg2 and redis.
"""
import argparse
import json
import sys
import time
from datetime import datetime, timezone

try:
    import psycopg2
    import redis
    from psycopg2.extras import execute_values
    from psycopg2.pool import SimpleConnectionPool
except ImportError as missing:
    sys.exit(f"event_consumer.py: {missing}: install python3-psycopg2 and python3-redis")

POOL = 5
BATCH = 50
BLOCK_MS = 1000
GROUP = "file-consumers"
COLUMNS = "event_time, operation, filename, file_size, mime_type, storage_url, uploader_id, redis_message_id"
VALUES = "(%s, %s, %s, %s, %s, %s, %s, %s)"
TABLE = """
    CREATE TABLE IF NOT EXISTS file_events (
      event_time timestamptz NOT NULL, operation text NOT NULL, filename text NOT NULL, file_size bigint,
      mime_type text, storage_url text, uploader_id text, redis_message_id text NOT NULL,
      UNIQUE (redis_message_id, event_time))
    """


def row(entry, fields):
    when = datetime.fromisoformat(fields["ts"])
    if when.tzinfo is None:
        when = when.replace(tzinfo=timezone.utc)
    size = int(fields["size"]) if fields.get("size") else None
    return (when, fields["operation"], fields["filename"], size, fields.get("mime_type"), fields.get("storage_url"),
            fields.get("uploader_id"), entry)


def insert(cursor, rows, way):
    if way == "execute_values":
        execute_values(cursor, f"INSERT INTO file_events ({COLUMNS}) VALUES %s ON CONFLICT DO NOTHING", rows,
                       page_size=BATCH)
    else:
        cursor.executemany(f"INSERT INTO file_events ({COLUMNS}) VALUES {VALUES} ON CONFLICT DO NOTHING", rows)


def store(pool, rows, way):
    if way == "each":
        for one in rows:
            connection = psycopg2.connect("")
            with connection, connection.cursor() as cursor:
                insert(cursor, [one], way)
            connection.close()
        return
    connection = pool.getconn()
    with connection, connection.cursor() as cursor:
        insert(cursor, rows, way)
    pool.putconn(connection)


def main():
    options = argparse.ArgumentParser(description="Stores the events of a stream.")
    options.add_argument("--redis", required=True, help="redis://host:port")
    options.add_argument("--stream", required=True)
    options.add_argument("--count", required=True, type=int, help="events after which it ends")
    options.add_argument("--insert", required=True, choices=["executemany", "execute_values", "each"])
    if "--check" in sys.argv:
        print(psycopg2.__version__, redis.__version__)
        return
    given = options.parse_args()
    # The address is in the variables of libpq: others could read the password of an argument.
    pool = SimpleConnectionPool(POOL, POOL, "")
    connection = pool.getconn()
    with connection, connection.cursor() as cursor:
        cursor.execute(TABLE)
    pool.putconn(connection)
    server = redis.Redis.from_url(given.redis, decode_responses=True)
    server.xgroup_create(given.stream, GROUP, "0", mkstream=True)
    done = 0
    began = time.monotonic()
    while done < given.count:
        answer = server.xreadgroup(GROUP, "consumer-1", {given.stream: ">"}, count=BATCH, block=BLOCK_MS)
        for _, entries in answer:
            store(pool, [row(entry, fields) for entry, fields in entries], given.insert)
            done += len(entries)
            seconds = time.monotonic() - began
            server.xack(given.stream, GROUP, *[entry for entry, _ in entries])
    print(json.dumps({"events": done, "seconds": seconds}))


if __name__ == "__main__":
    main()
