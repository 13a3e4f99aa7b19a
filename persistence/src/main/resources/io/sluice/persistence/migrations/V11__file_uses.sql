-- How many events point to a file: one that loses its last is removed with it.
ALTER TABLE file ADD COLUMN uses bigint NOT NULL DEFAULT 0;
UPDATE file SET uses = (SELECT count(*) FROM file_events WHERE file_events.hash = file.hash);
