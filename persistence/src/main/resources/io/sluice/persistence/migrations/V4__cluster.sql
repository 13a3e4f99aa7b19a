-- One row, locked by whoever enters, so that two nodes never found a cluster at once.
CREATE TABLE cluster (
  one       boolean PRIMARY KEY DEFAULT true CHECK (one),
  image_dir uuid
);
INSERT INTO cluster DEFAULT VALUES;

-- A node as the others find it, and what it last said of its load.
ALTER TABLE node
  ADD COLUMN state               text NOT NULL DEFAULT 'alone',
  ADD COLUMN process_space       text NOT NULL DEFAULT '',
  ADD COLUMN address             text,
  ADD COLUMN uid                 bigint NOT NULL DEFAULT 0,
  ADD COLUMN version             text NOT NULL DEFAULT '',
  ADD COLUMN api                 text,
  ADD COLUMN places              integer NOT NULL DEFAULT 0,
  ADD COLUMN running             bigint[] NOT NULL DEFAULT '{}',
  ADD COLUMN waiting             bigint[] NOT NULL DEFAULT '{}',
  ADD COLUMN messages_per_second double precision NOT NULL DEFAULT 0,
  ADD COLUMN images_per_second   double precision NOT NULL DEFAULT 0,
  ADD COLUMN heap_bytes          bigint NOT NULL DEFAULT 0,
  ADD COLUMN heap_max_bytes      bigint NOT NULL DEFAULT 0,
  ADD COLUMN reason              text,
  ADD COLUMN ended_at            timestamptz;

-- Who may take the other side of a broken cluster out, until when.
CREATE TABLE lease (
  name       text PRIMARY KEY,
  owner      uuid NOT NULL,
  expires_at timestamptz NOT NULL
);

-- Origins that want to be left alone, for all who ask how things stand.
CREATE TABLE closed_origin (
  origin       text PRIMARY KEY,
  closed_until timestamptz NOT NULL,
  reason       text NOT NULL
);
