-- How complete a channel is, kept as work is stored: counting millions of rows takes seconds. What
-- is stored while this runs waits, so that the counters begin as what the rows are.
LOCK TABLE message, photo IN SHARE ROW EXCLUSIVE MODE;

ALTER TABLE channel ADD COLUMN photos_announced bigint NOT NULL DEFAULT 0;

CREATE TABLE photo_count (
  channel_id bigint NOT NULL REFERENCES channel,
  outcome    text NOT NULL,
  photos     bigint NOT NULL,
  PRIMARY KEY (channel_id, outcome)
);
INSERT INTO photo_count (channel_id, outcome, photos)
SELECT channel_id, outcome, count(*) FROM photo GROUP BY 1, 2;

UPDATE channel SET messages = counted.messages, photos_announced = counted.announced
FROM (
  SELECT channel_id, count(*) AS messages, sum(photos) AS announced FROM message GROUP BY 1)
  AS counted
WHERE channel.id = counted.channel_id;

UPDATE channel SET photos = counted.stored, photos_failed = counted.failed,
  bytes_before = counted.bytes_before, bytes_after = counted.bytes_after
FROM (
  SELECT channel_id,
    count(path) AS stored, count(*) - count(path) AS failed,
    coalesce(sum(bytes_before) FILTER (WHERE outcome IN ('stored', 'kept')), 0) AS bytes_before,
    coalesce(sum(bytes_after) FILTER (WHERE outcome IN ('stored', 'kept')), 0) AS bytes_after
  FROM photo GROUP BY 1) AS counted
WHERE channel.id = counted.channel_id;

-- So that a page of a list, a look at what has changed and a slice of a removal read what they show
-- or take, however much there is.
CREATE INDEX channel_changed ON channel (changed_at);
CREATE INDEX channel_state ON channel (state, id);
CREATE INDEX channel_alias_channel ON channel_alias (channel_id);
CREATE INDEX photo_picture ON photo (channel_id, message_id, id) WHERE path IS NOT NULL;
CREATE INDEX photo_failed_so ON photo (channel_id, outcome, message_id, id) WHERE path IS NULL;
CREATE INDEX doomed_file_old ON doomed_file (doomed_at) WHERE gone;

-- A channel that was purged needs only the event that keeps it from coming back.
DELETE FROM event_journal AS event USING (
  SELECT DISTINCT ON (persistence_id) persistence_id, sequence_number, event_ser_manifest
  FROM event_journal WHERE starts_with(persistence_id, 'channel|')
  ORDER BY persistence_id, sequence_number DESC) AS last
WHERE event.persistence_id = last.persistence_id
  AND event.sequence_number < last.sequence_number
  AND last.event_ser_manifest LIKE '%Channel$Removed'
  AND NOT EXISTS (SELECT FROM channel WHERE last.persistence_id = 'channel|' || channel.id);
