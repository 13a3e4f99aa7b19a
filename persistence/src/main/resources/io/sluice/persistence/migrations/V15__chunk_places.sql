-- How many chunks of batches a node works on at once, the ids of those that it does and of those that
-- wait there: chunks go where places are free, as channels do.
ALTER TABLE node
  ADD COLUMN chunk_places   integer NOT NULL DEFAULT 0,
  ADD COLUMN chunks_running bigint[] NOT NULL DEFAULT '{}',
  ADD COLUMN chunks_waiting bigint[] NOT NULL DEFAULT '{}';
