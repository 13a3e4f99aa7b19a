-- What was done, by time: by how much a counter of the nodes grew in so many seconds from a time on.
-- Rows of 10 seconds are a node's own. Old ones become one of a minute, and these one of an hour, which
-- are all nodes' and bear no node. Each piece of work is in one row alone, so sums go over all of them.
CREATE TABLE history (
  seconds integer NOT NULL,
  at      timestamptz NOT NULL,
  kind    text NOT NULL,
  stage   text NOT NULL,
  outcome text NOT NULL,
  unit    text NOT NULL,
  node    uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  amount  bigint NOT NULL,
  PRIMARY KEY (seconds, at, kind, stage, outcome, unit, node)
);

-- The last of its shares that a node has in there: one that is sent again is not added again.
CREATE TABLE history_share (
  node   uuid PRIMARY KEY,
  number bigint NOT NULL,
  at     timestamptz NOT NULL
);
