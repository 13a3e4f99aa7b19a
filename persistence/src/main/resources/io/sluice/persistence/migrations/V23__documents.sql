-- A document is a content, known by its hash; items of batches are documents by a row each.
CREATE TABLE document (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash               bytea NOT NULL UNIQUE,
  size               bigint NOT NULL,
  mime_type          text NOT NULL,
  state              text NOT NULL,
  reason             text,
  language           text,
  title              text,
  metadata           jsonb NOT NULL,
  pages              integer,
  pages_without_text integer NOT NULL,
  characters         bigint NOT NULL,
  parts_found        integer NOT NULL,
  parts_read         integer NOT NULL,
  parts_failed       integer NOT NULL,
  parts_left         integer NOT NULL,
  text_hash          bytea,
  sample             text NOT NULL,
  uses               bigint NOT NULL,
  stored_at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX document_text ON document (text_hash);

-- A long page is several blocks: PostgreSQL takes a megabyte of words for a row.
CREATE TABLE document_page (
  document_id bigint NOT NULL REFERENCES document ON DELETE CASCADE,
  page        integer NOT NULL,
  block       integer NOT NULL,
  state       text NOT NULL,
  text        text,
  words       tsvector NOT NULL,
  PRIMARY KEY (document_id, page, block)
);
CREATE INDEX document_page_words ON document_page USING gin (words);

CREATE TABLE document_item (
  batch_id    bigint NOT NULL,
  item        bigint NOT NULL,
  document_id bigint NOT NULL REFERENCES document,
  name        text NOT NULL,
  PRIMARY KEY (batch_id, item)
);
CREATE INDEX document_item_document ON document_item (document_id);
