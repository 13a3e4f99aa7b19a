-- For pages of the dashboard: documents of a category, and those that people should look at, a page
-- at a time; the newest item that is a document, of however many; batches of a kind, and since a time.
CREATE INDEX text_category_place ON text_category (category, text_hash);
DROP INDEX text_category_category;
CREATE INDEX text_category_review ON text_category (text_hash) WHERE review;
CREATE INDEX document_item_newest ON document_item (document_id, batch_id DESC, item);
DROP INDEX document_item_document;
CREATE INDEX batch_kind ON batch (kind, id);
CREATE INDEX batch_created ON batch (created_at);
