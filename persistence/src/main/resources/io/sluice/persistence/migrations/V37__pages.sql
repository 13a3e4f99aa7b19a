-- For pages of the dashboard: documents of a category, and those that people should look at, a page
-- at a time; batches of a kind, and since a time.
CREATE INDEX text_category_place ON text_category (category, text_hash);
DROP INDEX text_category_category;
CREATE INDEX text_category_review ON text_category (text_hash) WHERE review;
CREATE INDEX batch_kind ON batch (kind, id);
CREATE INDEX batch_created ON batch (created_at);
