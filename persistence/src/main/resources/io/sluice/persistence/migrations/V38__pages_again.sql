-- What pages of the dashboard ask, answered without looking at more than they show.
CREATE INDEX feed_dead_letter_entry ON feed_dead_letter (feed_id, entry_id COLLATE "C");

-- For pages of the dashboard that show what begins with some letters: byte by byte, whatever the
-- collation of the database is, so that a range of an index has it.
CREATE INDEX batch_name_begins ON batch (name COLLATE "C");
CREATE INDEX document_item_name_begins
  ON document_item ((left(name, 100)) COLLATE "C", batch_id, item);

-- Rows of a list by the line of its file, which need not grow with them and may be there twice.
CREATE INDEX websites_line ON websites (batch_id, line);
