-- The oldest program that may use this schema; a migration that breaks older programs raises it.
CREATE TABLE compatibility (
  only_row       boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  lowest_program text NOT NULL
);
INSERT INTO compatibility (lowest_program) VALUES ('0.1.0');

CREATE TABLE node (
  id              uuid PRIMARY KEY,
  host            text NOT NULL,
  process         bigint NOT NULL,
  process_started timestamptz NOT NULL,
  last_seen       timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE channel (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name          text NOT NULL UNIQUE,
  title         text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  messages      bigint NOT NULL DEFAULT 0,
  photos        bigint NOT NULL DEFAULT 0,
  photos_failed bigint NOT NULL DEFAULT 0,
  bytes_before  bigint NOT NULL DEFAULT 0,
  bytes_after   bigint NOT NULL DEFAULT 0
);

CREATE TABLE channel_alias (
  alias      text PRIMARY KEY,
  channel_id bigint NOT NULL REFERENCES channel
);

CREATE TABLE run (
  entity     text PRIMARY KEY,
  epoch      bigint NOT NULL,
  running    boolean NOT NULL,
  deaths     integer NOT NULL DEFAULT 0,
  cursor     jsonb,
  node       uuid NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE message (
  channel_id     bigint NOT NULL REFERENCES channel,
  id             bigint NOT NULL,
  kind           text NOT NULL,
  sent_at        timestamptz,
  edited_at      timestamptz,
  author         text,
  author_id      text,
  text           text NOT NULL,
  entities       jsonb,
  reply_to       bigint,
  forwarded_from text,
  media          text,
  action         text,
  epoch          bigint NOT NULL,
  stored_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (channel_id, id)
);
CREATE INDEX message_sent_at ON message (channel_id, sent_at);

CREATE TABLE photo (
  channel_id   bigint NOT NULL,
  id           text NOT NULL,
  message_id   bigint NOT NULL,
  outcome      text NOT NULL,
  reason       text,
  path         text,
  width        integer,
  height       integer,
  bytes_before bigint,
  bytes_after  bigint,
  hash         bytea,
  epoch        bigint NOT NULL,
  stored_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (channel_id, id),
  FOREIGN KEY (channel_id, message_id) REFERENCES message
);
CREATE INDEX photo_message ON photo (channel_id, message_id);
CREATE INDEX photo_hash ON photo (hash) WHERE outcome IN ('stored', 'kept');

-- The journal of Pekko Persistence JDBC, as that library defines it.
CREATE TABLE event_journal (
  ordering            bigserial,
  persistence_id      varchar(255) NOT NULL,
  sequence_number     bigint NOT NULL,
  deleted             boolean DEFAULT false NOT NULL,
  writer              varchar(255) NOT NULL,
  write_timestamp     bigint,
  adapter_manifest    varchar(255),
  event_ser_id        integer NOT NULL,
  event_ser_manifest  varchar(255) NOT NULL,
  event_payload       bytea NOT NULL,
  meta_ser_id         integer,
  meta_ser_manifest   varchar(255),
  meta_payload        bytea,
  PRIMARY KEY (persistence_id, sequence_number)
);
CREATE UNIQUE INDEX event_journal_ordering ON event_journal (ordering);

CREATE TABLE event_tag (
  event_id bigint REFERENCES event_journal (ordering) ON DELETE CASCADE,
  tag      varchar(256),
  PRIMARY KEY (event_id, tag)
);

CREATE TABLE snapshot (
  persistence_id        varchar(255) NOT NULL,
  sequence_number       bigint NOT NULL,
  created               bigint NOT NULL,
  snapshot_ser_id       integer NOT NULL,
  snapshot_ser_manifest varchar(255) NOT NULL,
  snapshot_payload      bytea NOT NULL,
  meta_ser_id           integer,
  meta_ser_manifest     varchar(255),
  meta_payload          bytea,
  PRIMARY KEY (persistence_id, sequence_number)
);
