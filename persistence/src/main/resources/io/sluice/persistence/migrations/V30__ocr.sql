-- Pictures of pages that a reader of pictures is to find words in. They are kept before their
-- document is stored, and belong to none until then. Those that a node has taken on have a taking,
-- and due_at is when its lease is over. What was read of one stays until all of its document are.
CREATE TABLE ocr_page (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  document_id bigint REFERENCES document ON DELETE CASCADE,
  page        integer,
  image       bytea,
  text        text,
  made_at     timestamptz NOT NULL DEFAULT now(),
  due_at      timestamptz NOT NULL DEFAULT now(),
  taking      bigint,
  attempts    integer NOT NULL DEFAULT 0,
  lost        integer NOT NULL DEFAULT 0,
  problem     text
);
-- Pictures are compressed.
ALTER TABLE ocr_page ALTER COLUMN image SET STORAGE EXTERNAL;
CREATE INDEX ocr_page_document ON ocr_page (document_id);
CREATE INDEX ocr_page_due ON ocr_page (due_at) WHERE image IS NOT NULL;
CREATE SEQUENCE ocr_taking;

-- Why a page could not be read.
ALTER TABLE document_page ADD COLUMN reason text;
