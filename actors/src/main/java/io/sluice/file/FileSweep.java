package io.sluice.file;

import io.sluice.blob.BlobStore;
import io.sluice.blob.Stored;
import io.sluice.blob.Withdrawal;
import io.sluice.ledger.file.FileRows;
import io.sluice.ledger.file.Sweeps.Found;
import io.sluice.ledger.file.ToldFiles;
import io.sluice.ledger.file.ToldFiles.Told;
import io.sluice.persistence.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Removes files of the store of which no row tells: what was written by a process that died before
 * it committed. Who is about to store such a file waits for its row meanwhile, and then finds that
 * the file is gone. Thread-safe; blocks.
 */
final class FileSweep {
  /** Files whose rows are looked for at once. */
  private static final int GROUP = 500;

  private final BlobStore blobs;
  private final Database database;
  private final ToldFiles rows;

  FileSweep(BlobStore blobs, Database database) {
    this.blobs = blobs;
    this.database = database;
    rows = new ToldFiles(database);
  }

  /** A file with the key that it has or had. */
  private record Candidate(StoredName name, Stored stored) {
    boolean isWithdrawn() {
      return !name.key().equals(stored.key());
    }

    boolean isTold(Optional<Told> row) {
      return row.isPresent() && row.get().tells(name.key());
    }
  }

  /** Ends a walk from inside. */
  private static final class Unwanted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unwanted() {
      super("the sweep is another's", null, false, false);
    }
  }

  /**
   * Looks through one directory.
   *
   * @param before files that were written later stay
   * @param goesOn is told what was found, now and then and at the end, and says whether to go on
   */
  void sweep(int place, Instant before, Predicate<Found> goesOn) {
    var group = new ArrayList<Candidate>();
    try {
      blobs.each(
          StoredName.ROOT + "%02x".formatted(place),
          stored -> {
            candidate(stored).ifPresent(group::add);
            if (group.size() == GROUP) {
              settle(group, before, goesOn);
            }
          });
      settle(group, before, goesOn);
    } catch (Unwanted e) {
      // Whoever has it now looks through all of it again.
    }
  }

  private Optional<Candidate> candidate(Stored stored) {
    return StoredName.of(blobs.keyBefore(stored.key()).orElse(stored.key()))
        .map(name -> new Candidate(name, stored));
  }

  private void settle(List<Candidate> group, Instant before, Predicate<Found> goesOn) {
    long removed = 0;
    long bytes = 0;
    for (var hash : strays(group, before).entrySet()) {
      for (long size : remove(hash.getKey(), hash.getValue())) {
        removed++;
        bytes += size;
      }
    }
    boolean wanted = goesOn.test(new Found(group.size(), removed, bytes, 0));
    group.clear();
    if (!wanted) {
      throw new Unwanted();
    }
  }

  /** Those that may have to go, by hash. */
  private Map<String, List<Candidate>> strays(List<Candidate> group, Instant before) {
    var old =
        group.stream()
            .filter(one -> one.isWithdrawn() || one.stored().modified().isBefore(before))
            .toList();
    var told = rows.of(old.stream().map(one -> one.name().hash()).distinct().toList());
    var strays = new TreeMap<String, List<Candidate>>();
    for (var one : old) {
      var hash = one.name().hash();
      if (one.isWithdrawn() || !one.isTold(Optional.ofNullable(told.get(hash)))) {
        strays.computeIfAbsent(hash, key -> new ArrayList<>()).add(one);
      }
    }
    return strays;
  }

  /** Gives the sizes of those that are gone. */
  private List<Long> remove(String hash, List<Candidate> strays) {
    var sizes =
        strays.stream()
            .collect(
                Collectors.toMap(one -> one.name().key(), one -> one.stored().size(), Math::max));
    try (var withdrawal = new Withdrawal(blobs)) {
      database.transaction(
          connection -> {
            var row = ToldFiles.hold(connection, hash);
            FileRows.sayWithdrawn(connection);
            withdraw(row, strays, withdrawal);
            FileRows.sayWithdrawn(connection);
            ToldFiles.letGo(connection, hash);
            return null;
          });
      return withdrawal.confirm().stream().map(sizes::get).toList();
    }
  }

  private void withdraw(Optional<Told> row, List<Candidate> strays, Withdrawal withdrawal) {
    for (var stray : strays) {
      var key = stray.stored().key();
      if (stray.isTold(row)) {
        if (stray.isWithdrawn()) {
          blobs.withdrawn(key).putBack();
        }
      } else if (stray.isWithdrawn()) {
        withdrawal.add(blobs.withdrawn(key));
      } else {
        withdrawal.take(key);
      }
    }
  }
}
