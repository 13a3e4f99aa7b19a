-- Batches of files that were sent: few among many, and looked for by the place of these.
CREATE INDEX batch_of_upload ON batch (id) WHERE strpos(source::text, '/uploads/') > 0;
