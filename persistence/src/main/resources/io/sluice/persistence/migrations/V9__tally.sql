-- What was done for a channel and does not show in its rows, so that who follows a collection finds
-- it here, whichever process did it: counted in the transaction that stores.
CREATE TABLE tally (
  channel_id bigint NOT NULL REFERENCES channel,
  what       text NOT NULL,
  name       text NOT NULL,
  count      bigint NOT NULL,
  PRIMARY KEY (channel_id, what, name)
);

-- A channel that gave up on a source may have gone on with the next, and its state tells of that.
ALTER TABLE channel ADD COLUMN sources_failed bigint NOT NULL DEFAULT 0;
UPDATE channel SET sources_failed = failed.times
FROM (
  SELECT persistence_id, count(*) AS times FROM event_journal
  WHERE starts_with(persistence_id, 'channel|') AND event_ser_manifest LIKE '%Channel$Failed'
  GROUP BY 1) AS failed
WHERE failed.persistence_id = 'channel|' || channel.id;
