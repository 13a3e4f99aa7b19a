-- What could not be looked at while a batch was listed: what lies there is in no count. Told before
-- among what was passed over.
ALTER TABLE batch ADD COLUMN missed bigint NOT NULL DEFAULT 0;
UPDATE batch SET missed = coalesce((passed_over ->> 'unreadable directory')::bigint, 0)
  + coalesce((passed_over ->> 'directory too deep')::bigint, 0)
WHERE passed_over ?| ARRAY ['unreadable directory', 'directory too deep'];

-- So that a look at what has changed, a page of those in one state, and who asks for the chunks of
-- a batch read what they show.
CREATE INDEX batch_changed ON batch (changed_at);
CREATE INDEX batch_state ON batch (state, id);
CREATE INDEX chunk_batch ON chunk (batch_id);

-- Which channels and batches lost their row lately: a removal may take less time than lies between
-- two looks.
CREATE TABLE gone (
  what    text NOT NULL,
  id      bigint NOT NULL,
  gone_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (what, id)
);
CREATE INDEX gone_lately ON gone (gone_at);
