package io.sluice.ledger.channel;

import io.sluice.persistence.Database;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Answers from the ledger, never from a directory, which photos need no work any more. */
public final class KnownPhotos {
  private final Database database;

  public KnownPhotos(Database database) {
    this.database = database;
  }

  /** Those of the ids that have their file, or that were set aside. Others may be tried again. */
  public Set<String> settled(long channel, Collection<String> ids) {
    return database.query(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  SELECT id FROM sluice.photo
                  WHERE channel_id = ? AND id = ANY (?)
                    AND outcome = ANY (?)
                  """)) {
            statement.setLong(1, channel);
            statement.setArray(2, connection.createArrayOf("text", ids.toArray()));
            statement.setArray(3, connection.createArrayOf("text", PhotoOutcome.settled()));
            var found = new HashSet<String>();
            try (var row = statement.executeQuery()) {
              while (row.next()) {
                found.add(row.getString(1));
              }
            }
            return found;
          }
        });
  }

  /** The files that were made of the same bytes, in any channel, by these hashes. */
  public Map<ByteBuffer, StoredFile> filesOf(Collection<byte[]> hashes) {
    return database.query(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  SELECT photo.* FROM unnest(?::bytea[]) AS wanted (hash) CROSS JOIN LATERAL (
                    SELECT hash, path, width, height, bytes_after FROM sluice.photo
                    WHERE hash = wanted.hash AND path IS NOT NULL LIMIT 1) AS photo
                  """)) {
            statement.setArray(1, connection.createArrayOf("bytea", hashes.toArray(byte[][]::new)));
            var found = new HashMap<ByteBuffer, StoredFile>();
            try (var row = statement.executeQuery()) {
              while (row.next()) {
                found.put(
                    ByteBuffer.wrap(row.getBytes(1)),
                    new StoredFile(row.getString(2), row.getInt(3), row.getInt(4), row.getLong(5)));
              }
            }
            return found;
          }
        });
  }
}
