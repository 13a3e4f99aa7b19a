-- By which version of its batch's terms a message was written.
ALTER TABLE websites ADD COLUMN message_version integer;

-- What messages of a batch are made by. Each regenerating has a version of its own. asks: whether a
-- model writes them; model: which one, null for the one that is set; language: that they have to be
-- in, null for any.
CREATE TABLE message_terms (
  batch_id bigint NOT NULL,
  version  integer NOT NULL,
  template text NOT NULL,
  asks     boolean NOT NULL,
  model    text,
  language text,
  made_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (batch_id, version)
);

-- What the messages of a batch may take and have taken, in tokens and in millionths of the unit of
-- prices. held: set aside for requests that are on their way. lost_tokens: of these, what was set
-- aside for requests of which nobody knows what became, and counts as spent. paused: why no more is
-- asked.
CREATE TABLE message_budget (
  batch_id    bigint PRIMARY KEY,
  most_tokens bigint,
  most_cost   bigint,
  tokens      bigint NOT NULL DEFAULT 0,
  cost        bigint NOT NULL DEFAULT 0,
  held_tokens bigint NOT NULL DEFAULT 0,
  held_cost   bigint NOT NULL DEFAULT 0,
  lost_tokens bigint NOT NULL DEFAULT 0,
  asked       bigint NOT NULL DEFAULT 0,
  paused      text
);

-- Rows whose message is to be written. Those that a node has taken on have a taking, and due_at is
-- when its lease is over; those of a batch that is paused are never due.
CREATE TABLE message_task (
  batch_id bigint NOT NULL,
  list_row bigint NOT NULL,
  version  integer NOT NULL,
  asks     boolean NOT NULL,
  due_at   timestamptz NOT NULL DEFAULT now(),
  taking   bigint,
  attempts integer NOT NULL DEFAULT 0,
  lost     integer NOT NULL DEFAULT 0,
  problem  text,
  PRIMARY KEY (batch_id, list_row)
);
CREATE INDEX message_task_due ON message_task (asks, due_at);
CREATE INDEX message_task_parked ON message_task (batch_id) WHERE due_at = 'infinity';
CREATE SEQUENCE message_taking;

-- Requests to models that are on their way, written before they are sent: what they ask is asked by
-- nobody else meanwhile. One whose task is no longer of its taking was lost.
CREATE TABLE message_call (
  key      bytea PRIMARY KEY,
  batch_id bigint NOT NULL,
  list_row bigint NOT NULL,
  taking   bigint NOT NULL,
  tokens   bigint NOT NULL,
  cost     bigint NOT NULL
);
CREATE INDEX message_call_task ON message_call (batch_id, list_row);

-- What models have answered, by all that decides it, for all batches. text is null where there was
-- no whole one, and then problem says why.
CREATE TABLE message_reply (
  key        bytea PRIMARY KEY,
  text       text,
  problem    text,
  model      text NOT NULL,
  tokens_in  bigint NOT NULL,
  tokens_out bigint NOT NULL,
  made_at    timestamptz NOT NULL DEFAULT now()
);
