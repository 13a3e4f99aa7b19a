-- A batch: a finite upload of items of one kind. Its counters are of the chunks that are at an end;
-- those of chunks at work stand on their own rows, so that no row is locked by all.
CREATE TABLE batch (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name          text NOT NULL UNIQUE,
  kind          text NOT NULL,
  source        jsonb NOT NULL,
  request_key   text UNIQUE,
  state         text NOT NULL DEFAULT 'created',
  state_version bigint NOT NULL DEFAULT 0,
  reason        text,
  last_error    text,
  last_error_at timestamptz,
  listed        bigint NOT NULL DEFAULT 0,
  passed_over   jsonb NOT NULL DEFAULT '{}',
  done          bigint NOT NULL DEFAULT 0,
  duplicates    bigint NOT NULL DEFAULT 0,
  failed        bigint NOT NULL DEFAULT 0,
  dead          bigint NOT NULL DEFAULT 0,
  bytes         bigint NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at      timestamptz
);

-- Items in a row that one actor works on. in_flight: what is claimed and not settled; after a death
-- these are the suspects. in_trial: the one of them that is being tried apart.
CREATE TABLE chunk (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  batch_id   bigint NOT NULL REFERENCES batch,
  first_item bigint NOT NULL,
  last_item  bigint NOT NULL,
  state      text NOT NULL DEFAULT 'waiting',
  not_before timestamptz,
  in_flight  bigint[] NOT NULL DEFAULT '{}',
  in_trial   bigint,
  done       integer NOT NULL DEFAULT 0,
  duplicates integer NOT NULL DEFAULT 0,
  failed     integer NOT NULL DEFAULT 0,
  dead       integer NOT NULL DEFAULT 0,
  bytes      bigint NOT NULL DEFAULT 0
);
CREATE INDEX chunk_unfinished ON chunk (batch_id, state, id) WHERE state <> 'added';

CREATE TABLE item (
  batch_id   bigint NOT NULL,
  number     bigint NOT NULL,
  key        uuid NOT NULL,
  address    text NOT NULL,
  stage      smallint NOT NULL DEFAULT 0,
  state      text NOT NULL DEFAULT 'pending',
  attempts   smallint NOT NULL DEFAULT 0,
  not_before timestamptz,
  reason     text,
  detail     text,
  PRIMARY KEY (batch_id, number),
  UNIQUE (batch_id, key)
);
CREATE INDEX item_failed ON item (batch_id, reason, number) WHERE state IN ('failed', 'dead');

-- A file of the store, under its content's hash; of an image with the picture that was made of it.
CREATE TABLE file (
  hash           bytea PRIMARY KEY,
  size           bigint NOT NULL,
  mime_type      text NOT NULL,
  path           text NOT NULL,
  picture_path   text,
  picture_width  integer,
  picture_height integer,
  picture_reason text,
  stored_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What was done with files, in the form that file consumers of before had: a row an event, a
-- partition a day. redis_message_id is what makes an event one that is known: the entry's id in a
-- stream, or batch and number of an item.
CREATE TABLE file_events (
  event_time       timestamptz NOT NULL,
  operation        text NOT NULL,
  filename         text NOT NULL,
  file_size        bigint,
  mime_type        text,
  storage_url      text,
  uploader_id      text,
  redis_message_id text NOT NULL,
  batch_id         bigint,
  item             bigint,
  hash             bytea,
  UNIQUE (redis_message_id, event_time)
) PARTITION BY RANGE (event_time);
CREATE TABLE file_events_others PARTITION OF file_events DEFAULT;
CREATE INDEX file_events_item ON file_events (batch_id, item);

-- Makes the partitions of the days until then, those that are missing: also for a user to whom this
-- schema does not belong.
CREATE FUNCTION file_events_ahead(until date) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  day date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('sluice.file_events'));
  FOR day IN SELECT generate_series((now() AT TIME ZONE 'UTC')::date, until, interval '1 day')::date LOOP
    IF to_regclass(format('sluice.%I', 'file_events_' || to_char(day, 'YYYYMMDD'))) IS NULL THEN
      EXECUTE format('CREATE TABLE sluice.%I PARTITION OF sluice.file_events FOR VALUES FROM (%L) TO (%L)',
        'file_events_' || to_char(day, 'YYYYMMDD'),
        day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
    END IF;
  END LOOP;
END $$;
