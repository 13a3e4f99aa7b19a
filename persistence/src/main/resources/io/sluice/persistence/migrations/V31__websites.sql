-- The list of a batch of websites: what it was found to be. Its rows are complete when they are
-- counted.
CREATE TABLE website_list (
  batch_id bigint PRIMARY KEY,
  columns  text[] NOT NULL,
  format   text NOT NULL,
  rows     bigint,
  blank    bigint
);

-- A row of the list, and what became of it: known by its place among the rows. site_key: the same
-- for rows that name the same site. cells: as the user has them, in the order of the list's columns.
-- facts: what was found, with the page of each.
CREATE TABLE websites (
  batch_id          bigint NOT NULL,
  list_row          bigint NOT NULL,
  line              bigint NOT NULL,
  website_url       text NOT NULL,
  address           text,
  is_assumed        boolean NOT NULL,
  domain            text COLLATE "C" NOT NULL,
  site_key          text COLLATE "C" NOT NULL,
  cells             jsonb NOT NULL,
  contact_form_url  text,
  company_name      text,
  industry          text,
  scraping_status   text NOT NULL DEFAULT 'PENDING' CHECK (scraping_status IN
    ('PENDING', 'SCRAPED', 'PARTIAL', 'BLOCKED', 'DISALLOWED', 'FAILED', 'SKIPPED')),
  scraping_reason   text,
  scraping_detail   text,
  facts             jsonb,
  created_at        timestamptz NOT NULL DEFAULT now(),
  scraped_at        timestamptz,
  message_status    text NOT NULL DEFAULT 'SKIPPED' CHECK (message_status IN
    ('PENDING', 'GENERATED', 'NEEDS_REVIEW', 'APPROVED', 'REJECTED', 'FAILED', 'SKIPPED')),
  message_reason    text,
  generated_message text,
  message_edited    boolean NOT NULL DEFAULT false,
  message_key       bytea,
  message_model     text,
  message_at        timestamptz,
  PRIMARY KEY (batch_id, list_row)
);
CREATE INDEX websites_order ON websites (batch_id, domain, site_key, list_row);
CREATE INDEX websites_scraping ON websites (batch_id, scraping_status, list_row);
CREATE INDEX websites_message ON websites (batch_id, message_status, list_row)
  WHERE message_status <> 'SKIPPED';
CREATE INDEX websites_created ON websites USING brin (created_at);

-- Answers of sites, for all nodes and a while: what is lost with a crash is asked for again.
CREATE UNLOGGED TABLE page_cache (
  key        bytea PRIMARY KEY,
  address    text NOT NULL,
  expires_at timestamptz NOT NULL,
  status     integer NOT NULL,
  headers    jsonb NOT NULL,
  body       bytea NOT NULL,
  is_cut     boolean NOT NULL
);
CREATE INDEX page_cache_expires ON page_cache (expires_at);

-- Domains and addresses of mail that are never fetched, written to, or exported.
CREATE TABLE do_not_contact (
  entry    text PRIMARY KEY,
  added_at timestamptz NOT NULL DEFAULT now()
);
