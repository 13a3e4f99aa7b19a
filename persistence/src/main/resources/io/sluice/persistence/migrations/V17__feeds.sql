-- A stream that was ever read, by its address without who reads it: with an entry's id it says which
-- event a row is, also after the feed was removed and made anew.
CREATE TABLE feed_stream (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  address text NOT NULL UNIQUE
);

-- A feed: a standing source that all nodes read in one group. Its counters are of consumers that are
-- gone; those of the others stand on their own rows, so that no row is locked by all.
CREATE TABLE feed (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name          text NOT NULL UNIQUE,
  stream_id     bigint NOT NULL REFERENCES feed_stream,
  url           text NOT NULL,
  group_name    text NOT NULL,
  state         text NOT NULL DEFAULT 'running',
  stored        bigint NOT NULL DEFAULT 0,
  duplicates    bigint NOT NULL DEFAULT 0,
  dead          bigint NOT NULL DEFAULT 0,
  ghosts        bigint NOT NULL DEFAULT 0,
  last_error    text,
  last_error_at timestamptz,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (stream_id, group_name)
);

-- Passwords of feeds, apart from what is shown: only who connects reads them.
CREATE TABLE feed_secret (
  feed_id  bigint PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
  password text NOT NULL
);
REVOKE ALL ON feed_secret FROM PUBLIC;

-- Who reads a feed: one consumer a node. lag, pending and oldest_at: of the whole group, when this
-- consumer last asked.
CREATE TABLE feed_consumer (
  feed_id    bigint NOT NULL REFERENCES feed ON DELETE CASCADE,
  node       uuid NOT NULL,
  name       text NOT NULL,
  stored     bigint NOT NULL DEFAULT 0,
  duplicates bigint NOT NULL DEFAULT 0,
  dead       bigint NOT NULL DEFAULT 0,
  ghosts     bigint NOT NULL DEFAULT 0,
  per_second double precision NOT NULL DEFAULT 0,
  lag        bigint,
  pending    bigint,
  oldest_at  timestamptz,
  asked_at   timestamptz,
  PRIMARY KEY (feed_id, node),
  UNIQUE (feed_id, name)
);

-- Entries that could not be stored, as they were. dead_id: of its copy in the stream of dead letters.
-- retry_at: when somebody wants it tried again; a node that does puts it off meanwhile.
CREATE TABLE feed_dead_letter (
  stream_id bigint NOT NULL REFERENCES feed_stream,
  entry_id  text NOT NULL,
  feed_id   bigint NOT NULL REFERENCES feed ON DELETE CASCADE,
  fields    jsonb NOT NULL,
  reason    text NOT NULL,
  detail    text NOT NULL,
  dead_id   text,
  retry_at  timestamptz,
  died_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (stream_id, entry_id)
);
CREATE INDEX feed_dead_letter_feed ON feed_dead_letter (feed_id, died_at, entry_id);
CREATE INDEX feed_dead_letter_retry ON feed_dead_letter (retry_at) WHERE retry_at IS NOT NULL;

-- How often an entry was tried apart, since processes may have died of it.
CREATE TABLE feed_trial (
  feed_id  bigint NOT NULL REFERENCES feed ON DELETE CASCADE,
  entry_id text NOT NULL,
  attempts integer NOT NULL,
  PRIMARY KEY (feed_id, entry_id)
);

-- An entry's id is one of its stream: stream_id says of which, and is 0 where the event is none of a
-- feed. Events of feeds need no index by item.
ALTER TABLE file_events ADD COLUMN stream_id bigint NOT NULL DEFAULT 0;
DO $$
DECLARE
  old name := (SELECT conname FROM pg_constraint
    WHERE conrelid = 'sluice.file_events'::regclass AND contype = 'u');
BEGIN
  EXECUTE format('ALTER TABLE sluice.file_events DROP CONSTRAINT %I', old);
END $$;
ALTER TABLE file_events ADD CONSTRAINT file_events_entry
  UNIQUE (redis_message_id, stream_id, event_time);
DROP INDEX file_events_item;
CREATE INDEX file_events_item ON file_events (batch_id, item) WHERE batch_id IS NOT NULL;

-- As before, but that events of a day to come, which a clock that is wrong may give, move to its
-- partition.
CREATE OR REPLACE FUNCTION file_events_ahead(until date) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  day date;
  part text;
  begins timestamptz;
  ends timestamptz;
BEGIN
  IF (SELECT relkind FROM pg_class WHERE oid = 'sluice.file_events'::regclass) <> 'p' THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('sluice.file_events'));
  FOR day IN SELECT generate_series((now() AT TIME ZONE 'UTC')::date, until, interval '1 day')::date LOOP
    part := 'file_events_' || to_char(day, 'YYYYMMDD');
    IF to_regclass(format('sluice.%I', part)) IS NOT NULL THEN
      CONTINUE;
    END IF;
    begins := day::timestamp AT TIME ZONE 'UTC';
    ends := (day + 1)::timestamp AT TIME ZONE 'UTC';
    EXECUTE format('CREATE TABLE sluice.%I (LIKE sluice.file_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
    LOCK TABLE sluice.file_events IN SHARE ROW EXCLUSIVE MODE;
    EXECUTE format('WITH moved AS (DELETE FROM sluice.file_events_others
      WHERE event_time >= %L AND event_time < %L RETURNING *)
      INSERT INTO sluice.%I SELECT * FROM moved', begins, ends, part);
    EXECUTE format('ALTER TABLE sluice.file_events ATTACH PARTITION sluice.%I FOR VALUES FROM (%L) TO (%L)',
      part, begins, ends);
  END LOOP;
END $$;
