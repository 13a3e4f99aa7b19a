-- Tasks are taken batch by batch, so that those of a batch that is paused cost one look.
DROP INDEX message_task_due;
CREATE INDEX message_task_due ON message_task (asks, batch_id, due_at);

-- Of few there is a problem to be told.
CREATE INDEX message_task_problem ON message_task (batch_id) WHERE problem IS NOT NULL;

-- A request lives as long as who has sent it says so, whatever has become of its task since. Who
-- says nothing of that is believed for a while.
ALTER TABLE message_call ADD COLUMN alive_until timestamptz NOT NULL
  DEFAULT now() + interval '2 minutes';
