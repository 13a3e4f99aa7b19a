-- Which node asks a registered domain of the web now. What is lost with a crash is taken anew.
CREATE UNLOGGED TABLE host_lease (
  host   text PRIMARY KEY,
  holder uuid NOT NULL,
  until  timestamptz NOT NULL
);
