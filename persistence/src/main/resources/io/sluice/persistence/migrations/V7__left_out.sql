-- Content of a message that the program which read it did not know, by name; a later one may.
ALTER TABLE message ADD COLUMN left_out jsonb;
CREATE INDEX message_left_out ON message (channel_id, id) WHERE left_out IS NOT NULL;

-- How many messages each name of these is in (no place); and what a place gave that could not
-- become a message at all.
CREATE TABLE left_out (
  channel_id bigint NOT NULL REFERENCES channel,
  place      text NOT NULL,
  name       text NOT NULL,
  count      bigint NOT NULL,
  PRIMARY KEY (channel_id, place, name)
);
