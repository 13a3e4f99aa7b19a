-- A page of the web without a link to older posts was taken for the end of the history, though
-- pages in the middle lack it now and then. Channels that were ended so are looked at again below
-- the lowest message that the web gave; where only exports are stored, all of it is.
WITH lowest AS (
  SELECT run.entity, channel.id AS channel, run.cursor #> '{telegram-web,at,holes}' AS holes,
    coalesce(
      (SELECT min(message.id) FROM message
        WHERE message.channel_id = channel.id AND message.source = 'telegram-web'),
      (run.cursor #>> '{telegram-web,at,newest}')::bigint + 1) AS id
  FROM run JOIN channel ON run.entity = 'channel-' || channel.id
  WHERE (run.cursor #>> '{telegram-web,at,newest}')::bigint > 0
    AND jsonb_typeof(run.cursor #> '{telegram-web,at,holes}') = 'array'),
ended AS (
  SELECT entity, channel, id, holes FROM lowest
  WHERE id > 1 AND NOT EXISTS (
    SELECT FROM jsonb_array_elements(holes) AS hole WHERE (hole ->> 'floor')::bigint = 0)),
reopened AS (
  UPDATE run SET cursor = jsonb_set(run.cursor, '{telegram-web,at,holes}',
    ended.holes || jsonb_build_array(jsonb_build_object('before', ended.id, 'floor', 0)))
  FROM ended WHERE run.entity = ended.entity
  RETURNING run.entity)
UPDATE channel SET
  unread = channel.unread || jsonb_build_array(jsonb_build_object('from', 1, 'to', ended.id - 1)),
  progress = least(channel.progress, 0.999),
  changed_at = clock_timestamp()
FROM ended JOIN reopened ON reopened.entity = ended.entity
WHERE channel.id = ended.channel;
