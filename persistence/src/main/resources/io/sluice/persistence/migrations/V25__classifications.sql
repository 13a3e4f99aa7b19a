-- What was once found out of a text: never twice for the same categories, examples and ways of
-- deciding, which is what version is made of.
CREATE TABLE classification (
  text_hash     bytea NOT NULL,
  version       text NOT NULL,
  category      text NOT NULL,
  review        boolean NOT NULL,
  reason        text,
  candidates    jsonb NOT NULL,
  margin        double precision,
  classifier    text NOT NULL,
  classified_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (text_hash, version)
);

-- Which of these holds now.
CREATE TABLE text_category (
  text_hash bytea PRIMARY KEY,
  version   text NOT NULL,
  category  text NOT NULL,
  review    boolean NOT NULL,
  FOREIGN KEY (text_hash, version) REFERENCES classification
);
CREATE INDEX text_category_category ON text_category (category);

-- Texts that wait for it, or that a node has taken on: then due_at is when its lease is over, and
-- taking is by what only that node can settle it.
CREATE TABLE classification_task (
  text_hash bytea PRIMARY KEY,
  due_at    timestamptz NOT NULL DEFAULT now(),
  taking    bigint,
  attempts  integer NOT NULL DEFAULT 0,
  lost      integer NOT NULL DEFAULT 0,
  problem   text
);
CREATE INDEX classification_task_due ON classification_task (due_at);
CREATE SEQUENCE classification_taking;

-- The first document with a text is found at once, whatever many have it.
DROP INDEX document_text;
CREATE INDEX document_text ON document (text_hash, id);
