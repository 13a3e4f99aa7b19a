-- Until when somebody is giving a whole file its place, which takes long where its pieces are
-- objects: nobody else begins that meanwhile.
ALTER TABLE sent_pieces ADD COLUMN placing_until timestamptz;
