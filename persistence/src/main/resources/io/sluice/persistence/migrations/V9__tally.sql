-- What was done for a channel and does not show in its rows, so that who follows a collection finds
-- it here, whichever process did it: counted in the transaction that stores.
CREATE TABLE tally (
  channel_id bigint NOT NULL REFERENCES channel,
  what       text NOT NULL,
  name       text NOT NULL,
  count      bigint NOT NULL,
  PRIMARY KEY (channel_id, what, name)
);
