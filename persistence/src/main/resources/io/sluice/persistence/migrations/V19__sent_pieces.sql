-- A file that is sent in pieces. received: bytes that are on the disk and synced; turn: who may
-- write, the one before may not any more. upload and path: where it goes when it is whole.
-- alone: whether a batch is made of it then.
CREATE TABLE sent_pieces (
  id         uuid PRIMARY KEY,
  length     bigint NOT NULL,
  received   bigint NOT NULL DEFAULT 0,
  turn       bigint NOT NULL DEFAULT 0,
  metadata   text NOT NULL,
  upload     text NOT NULL,
  path       text NOT NULL,
  alone      boolean NOT NULL,
  whole      boolean NOT NULL DEFAULT false,
  batch_id   bigint,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sent_pieces_expiry ON sent_pieces (expires_at);
