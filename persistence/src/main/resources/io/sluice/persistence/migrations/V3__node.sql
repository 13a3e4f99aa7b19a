-- How a channel stands, beside its counters, so that a list of channels needs no actor.
ALTER TABLE channel
  ADD COLUMN state         text NOT NULL DEFAULT 'registered',
  ADD COLUMN state_version bigint NOT NULL DEFAULT 0,
  ADD COLUMN reason        text,
  ADD COLUMN last_error    text,
  ADD COLUMN last_error_at timestamptz,
  ADD COLUMN sources       jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN messages_read bigint NOT NULL DEFAULT 0,
  ADD COLUMN newest        bigint NOT NULL DEFAULT 0,
  ADD COLUMN progress      double precision NOT NULL DEFAULT 0,
  ADD COLUMN unread        jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN changed_at    timestamptz NOT NULL DEFAULT clock_timestamp();
UPDATE channel SET messages_read = messages;

ALTER TABLE photo
  ADD COLUMN attempts integer NOT NULL DEFAULT 1,
  ADD COLUMN retry    boolean NOT NULL DEFAULT false;
CREATE INDEX photo_failed ON photo (channel_id, message_id, id) WHERE path IS NULL;
CREATE INDEX photo_retry ON photo (channel_id, message_id) WHERE retry;

-- A duplicate keeps a file known whose first channel was removed.
DROP INDEX photo_hash;
CREATE INDEX photo_hash ON photo (hash) WHERE path IS NOT NULL;

-- Files whose last row was removed, until they are gone, and for some time after.
CREATE TABLE doomed_file (
  path       text PRIMARY KEY,
  hash       bytea NOT NULL,
  channel_id bigint NOT NULL,
  gone       boolean NOT NULL DEFAULT false,
  doomed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX doomed_file_waiting ON doomed_file (channel_id) WHERE NOT gone;
CREATE INDEX doomed_file_gone ON doomed_file (channel_id, doomed_at) WHERE gone;

-- Names of removed channels under whose directory files of others still lie.
CREATE TABLE retired_name (
  name text PRIMARY KEY
);
