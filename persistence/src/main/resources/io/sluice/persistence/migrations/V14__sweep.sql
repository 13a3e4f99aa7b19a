-- How the sweep stands that removes files of the store of which no row tells. epoch: of the node that
-- walks now, until held_until unless it says that it still does. place: the next of the 256 directories.
-- ledger: by which the store knows this database.
CREATE TABLE sweep (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  ledger     uuid NOT NULL DEFAULT gen_random_uuid(),
  epoch      bigint NOT NULL DEFAULT 0,
  held_until timestamptz NOT NULL DEFAULT '-infinity',
  place      integer NOT NULL DEFAULT 0,
  least_age  bigint NOT NULL DEFAULT 0,
  hurried    boolean NOT NULL DEFAULT false,
  files      bigint NOT NULL DEFAULT 0,
  removed    bigint NOT NULL DEFAULT 0,
  bytes      bigint NOT NULL DEFAULT 0,
  drafts     bigint NOT NULL DEFAULT 0,
  problem    text,
  started_at timestamptz,
  ended_at   timestamptz DEFAULT clock_timestamp()
);
INSERT INTO sweep DEFAULT VALUES;

-- Whether all items of a batch are listed, whatever its state.
ALTER TABLE batch ADD COLUMN all_listed boolean NOT NULL DEFAULT false;
UPDATE batch SET all_listed = true WHERE state IN ('running', 'completed');

-- Where TimescaleDB is, it partitions the events, a chunk a day: they move to a plain table that
-- becomes its hypertable, with the rights that were given.
DO $$
DECLARE
  place name := (SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
    WHERE extname = 'timescaledb');
  given record;
BEGIN
  IF place IS NULL THEN
    RETURN;
  END IF;
  ALTER TABLE sluice.file_events RENAME TO file_events_by_day;
  ALTER INDEX sluice.file_events_item RENAME TO file_events_by_day_item;
  CREATE TABLE sluice.file_events (LIKE sluice.file_events_by_day);
  EXECUTE format(
    'SELECT %I.create_hypertable(''sluice.file_events'', ''event_time'','
    ' chunk_time_interval => interval ''1 day'', create_default_indexes => false)', place);
  INSERT INTO sluice.file_events SELECT * FROM sluice.file_events_by_day;
  ALTER TABLE sluice.file_events ADD UNIQUE (redis_message_id, event_time);
  CREATE INDEX file_events_item ON sluice.file_events (batch_id, item);
  FOR given IN SELECT privilege_type,
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS grantee
    FROM pg_class CROSS JOIN aclexplode(relacl)
    WHERE pg_class.oid = 'sluice.file_events_by_day'::regclass AND grantee <> relowner LOOP
    EXECUTE format('GRANT %s ON sluice.file_events TO %s', given.privilege_type, given.grantee);
  END LOOP;
  DROP TABLE sluice.file_events_by_day;
END $$;

-- As before, but that a hypertable makes its chunks itself.
CREATE OR REPLACE FUNCTION file_events_ahead(until date) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  day date;
BEGIN
  IF (SELECT relkind FROM pg_class WHERE oid = 'sluice.file_events'::regclass) <> 'p' THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('sluice.file_events'));
  FOR day IN SELECT generate_series((now() AT TIME ZONE 'UTC')::date, until, interval '1 day')::date LOOP
    IF to_regclass(format('sluice.%I', 'file_events_' || to_char(day, 'YYYYMMDD'))) IS NULL THEN
      EXECUTE format('CREATE TABLE sluice.%I PARTITION OF sluice.file_events FOR VALUES FROM (%L) TO (%L)',
        'file_events_' || to_char(day, 'YYYYMMDD'),
        day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
    END IF;
  END LOOP;
END $$;
