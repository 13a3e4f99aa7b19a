-- What was done for a channel and does not show in its rows, so that who follows a collection finds
-- it here, whichever process did it: counted in the transaction that stores. Nodes of the version
-- before know nothing of it when they remove a channel, so its rows go with that of the channel.
CREATE TABLE tally (
  channel_id bigint NOT NULL REFERENCES channel ON DELETE CASCADE,
  what       text NOT NULL,
  name       text NOT NULL,
  count      bigint NOT NULL,
  PRIMARY KEY (channel_id, what, name)
);

-- A channel that gave up on a source may have gone on with the next, and its state tells of that. The
-- journal is read before the table of channels is locked.
CREATE TEMPORARY TABLE failed_before ON COMMIT DROP AS
SELECT persistence_id, count(*) AS times FROM event_journal
WHERE starts_with(persistence_id, 'channel|') AND event_ser_manifest LIKE '%Channel$Failed'
GROUP BY 1;

ALTER TABLE channel ADD COLUMN sources_failed bigint NOT NULL DEFAULT 0;
UPDATE channel SET sources_failed = failed_before.times
FROM failed_before WHERE failed_before.persistence_id = 'channel|' || channel.id;
