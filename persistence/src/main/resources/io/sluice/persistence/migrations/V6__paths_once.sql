-- Paths of pictures hold the channel's id, which never comes again: names may.
DROP TABLE retired_name;
