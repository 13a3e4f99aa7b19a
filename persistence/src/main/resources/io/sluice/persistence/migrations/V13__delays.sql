-- How often an item was put off, as its stage counts: it is put off for ever nowhere.
ALTER TABLE item ADD COLUMN delays smallint NOT NULL DEFAULT 0;
