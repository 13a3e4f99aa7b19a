-- What the key of a feed holds; null while nobody has looked. A list that is empty is not there, so
-- its server cannot tell.
ALTER TABLE feed_stream ADD COLUMN form text CHECK (form IN ('stream', 'list'));

-- What one run of a consumer takes out of a list: the server keeps it under this number until its
-- rows are committed. Whose run is over, loses it to another, who counts that.
CREATE TABLE feed_taking (
  number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream_id bigint NOT NULL REFERENCES feed_stream,
  entity    text NOT NULL,
  epoch     bigint NOT NULL,
  takeovers integer NOT NULL DEFAULT 0
);
CREATE INDEX feed_taking_stream ON feed_taking (stream_id);

-- What was told last of an object of S3, by the order that its notifications have themselves:
-- sequencer is a hexadecimal number, with zeros before it. An event that comes later and is older
-- changes nothing here.
CREATE TABLE feed_object (
  stream_id  bigint NOT NULL REFERENCES feed_stream,
  bucket     text NOT NULL,
  key        text NOT NULL,
  sequencer  text COLLATE "C" NOT NULL,
  operation  text NOT NULL,
  event_time timestamptz NOT NULL,
  entry_id   text NOT NULL,
  PRIMARY KEY (stream_id, bucket, key)
);
