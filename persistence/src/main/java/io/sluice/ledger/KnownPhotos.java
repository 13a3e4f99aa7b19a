package io.sluice.ledger;

import io.sluice.persistence.Database;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Answers from the ledger, never from a directory, which photos need no work any more. */
public final class KnownPhotos {
  private final Database database;

  public KnownPhotos(Database database) {
    this.database = database;
  }

  /** Those of the ids that have their file, or that were set aside. Others may be tried again. */
  public Set<String> settled(long channel, Collection<String> ids) {
    return database.transaction(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  SELECT id FROM sluice.photo
                  WHERE channel_id = ? AND id = ANY (?)
                    AND outcome IN ('stored', 'kept', 'duplicate', 'set_aside')
                  """)) {
            statement.setLong(1, channel);
            statement.setArray(2, connection.createArrayOf("text", ids.toArray()));
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

  /** The file that was made of the same bytes, in any channel. */
  public Optional<StoredFile> fileOf(byte[] hash) {
    return database.transaction(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  SELECT path, width, height, bytes_after FROM sluice.photo
                  WHERE hash = ? AND outcome IN ('stored', 'kept') LIMIT 1
                  """)) {
            statement.setBytes(1, hash);
            try (var row = statement.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new StoredFile(
                          row.getString(1), row.getInt(2), row.getInt(3), row.getLong(4)))
                  : Optional.empty();
            }
          }
        });
  }
}
