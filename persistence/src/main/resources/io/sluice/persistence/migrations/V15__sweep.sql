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
