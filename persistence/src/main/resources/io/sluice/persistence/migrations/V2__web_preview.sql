-- Which kind of source a message's content was taken from, and what only some sources tell.
ALTER TABLE message
  ADD COLUMN source     text NOT NULL DEFAULT 'telegram-export',
  ADD COLUMN edited     boolean NOT NULL DEFAULT false,
  ADD COLUMN album_id   bigint,
  ADD COLUMN views      bigint,
  ADD COLUMN views_text text,
  ADD COLUMN photos     integer NOT NULL DEFAULT 0;
UPDATE message SET edited = true WHERE edited_at IS NOT NULL;
UPDATE message SET photos = known.photos
FROM (SELECT channel_id, message_id, count(*) AS photos FROM photo GROUP BY 1, 2) AS known
WHERE message.channel_id = known.channel_id AND message.id = known.message_id;

-- A channel may have several kinds of sources, each with its own cursor.
UPDATE run SET cursor = jsonb_build_object('telegram-export', cursor) WHERE cursor -> 'at' IS NOT NULL;
