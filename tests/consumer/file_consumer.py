#!/usr/bin/python3
"""A plain consumer of files, as one writes and tunes it by hand: what `sluice bench files` is measured against.

It reads a list of files, a path a line, as entries of a stream would bring them. Of 50 at a time, five threads
read, hash and store each under its hash (a temporary name, then a rename); then the rows of these are inserted into
a table `file_events` of its own, in one transaction. Since a consumer runs for long, it takes another list first, with
the same connection and threads. What it prints is one line of JSON: how many files, how many seconds from the first of
them to the last commit, and how many seconds for those of the list before. It needs psycopg2.
"""
import argparse
import hashlib
import itertools
import json
import mimetypes
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

try:
    import psycopg2
    from psycopg2.extras import execute_values
except ImportError as missing:
    sys.exit(f"file_consumer.py: {missing}: install python3-psycopg2")

POOL = 5
BATCH = 50
COLUMNS = "event_time, operation, filename, file_size, mime_type, storage_url, uploader_id, redis_message_id"
TABLE = """
    CREATE TABLE IF NOT EXISTS file_events (
      event_time timestamptz NOT NULL, operation text NOT NULL, filename text NOT NULL, file_size bigint,
      mime_type text, storage_url text, uploader_id text, redis_message_id text NOT NULL,
      UNIQUE (redis_message_id, event_time))
    """


class Store:
    """Files under their hash. Thread-safe."""

    def __init__(self, root, syncs):
        self.root = root
        self.syncs = syncs
        self.temporary = os.path.join(root, "tmp")
        self.numbers = itertools.count()
        os.makedirs(self.temporary, exist_ok=True)

    def keep(self, content):
        digest = hashlib.sha256(content).hexdigest()
        directory = os.path.join(self.root, digest[:2])
        target = os.path.join(directory, digest)
        if not os.path.exists(target):
            draft = os.path.join(self.temporary, f"{os.getpid()}-{next(self.numbers)}")
            with open(draft, "wb", buffering=0) as out:
                out.write(content)
                if self.syncs:
                    os.fsync(out.fileno())
            self.rename(draft, directory, target)
        return target

    def rename(self, draft, directory, target):
        try:
            os.rename(draft, target)
        except FileNotFoundError:
            os.makedirs(directory, exist_ok=True)
            os.rename(draft, target)
            if self.syncs:
                sync_directory(self.root)
        if self.syncs:
            sync_directory(directory)


def sync_directory(directory):
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def take(store, entry):
    number, path = entry
    with open(path, "rb", buffering=0) as file:
        content = file.read()
    target = store.keep(content)
    name = os.path.basename(path)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return datetime.now(timezone.utc), "upload", name, len(content), kind, target, "bench", f"{number}-0"


def insert(cursor, rows, way):
    if way == "executemany":
        cursor.executemany(f"INSERT INTO file_events ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", rows)
    else:
        execute_values(cursor, f"INSERT INTO file_events ({COLUMNS}) VALUES %s", rows, page_size=BATCH)


def consume(entries, pool, store, connection, way):
    """Stores all, and gives the seconds that it took."""
    began = time.monotonic()
    for first in range(0, len(entries), BATCH):
        rows = list(pool.map(lambda entry: take(store, entry), entries[first : first + BATCH]))
        with connection, connection.cursor() as cursor:
            insert(cursor, rows, way)
    return time.monotonic() - began


def read(path, before):
    """Entries of a list, with numbers behind those that were before."""
    with open(path) as listed:
        return list(enumerate(listed.read().splitlines(), start=before))


def main():
    options = argparse.ArgumentParser(description="Stores listed files and a row for each.")
    options.add_argument("--first", required=True, help="a path a line, to be stored before")
    options.add_argument("--list", required=True, help="a path a line")
    options.add_argument("--store", required=True, help="the directory to store them in")
    options.add_argument("--sync", required=True, choices=["each", "off"])
    options.add_argument("--insert", required=True, choices=["executemany", "execute_values"])
    options.add_argument("--check", action="store_true", help="only say which psycopg2 there is")
    if "--check" in sys.argv:
        print(psycopg2.__version__)
        return
    given = options.parse_args()
    before = read(given.first, 0)
    entries = read(given.list, len(before))
    # The address is in the variables of libpq: others could read the password of an argument.
    connection = psycopg2.connect("")
    with connection, connection.cursor() as cursor:
        cursor.execute(TABLE)
    store = Store(given.store, given.sync == "each")
    mimetypes.init()
    with ThreadPoolExecutor(POOL) as pool:
        list(pool.map(abs, range(POOL)))
        first_seconds = consume(before, pool, store, connection, given.insert)
        seconds = consume(entries, pool, store, connection, given.insert)
    print(json.dumps({"files": len(entries), "seconds": seconds, "firstSeconds": first_seconds}))


if __name__ == "__main__":
    main()
