-- What is within a document, such as the files of an archive, are documents too. One that was not
-- read wholly, because of a limit of what it is within, belongs to that alone, and its content may
-- be read again.
ALTER TABLE document ADD COLUMN whole boolean NOT NULL DEFAULT true;
ALTER TABLE document DROP CONSTRAINT document_hash_key;
CREATE UNIQUE INDEX document_hash ON document (hash) WHERE whole;

-- All that is within a document, at any depth, in the order of their place in it.
CREATE TABLE document_part (
  document_id bigint NOT NULL REFERENCES document ON DELETE CASCADE,
  number      integer NOT NULL,
  path        text NOT NULL,
  state       text NOT NULL CHECK (state IN ('read', 'failed', 'left')),
  reason      text,
  detail      text,
  part_id     bigint REFERENCES document,
  PRIMARY KEY (document_id, number)
);
CREATE INDEX document_part_part ON document_part (part_id);
