-- What documents are sorted into, as the users say.
CREATE TABLE category (
  name        text PRIMARY KEY,
  description text NOT NULL,
  added_at    timestamptz NOT NULL DEFAULT now()
);

-- Texts of which people said what they are; one text is an example of one category.
CREATE TABLE category_example (
  text_hash bytea PRIMARY KEY,
  category  text NOT NULL REFERENCES category ON DELETE CASCADE,
  text      text NOT NULL,
  added_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX category_example_category ON category_example (category, added_at);

-- One row, by which others see that something has changed.
CREATE TABLE category_change (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  number bigint NOT NULL
);
INSERT INTO category_change (number) VALUES (0);
