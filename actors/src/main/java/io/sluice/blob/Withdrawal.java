package io.sluice.blob;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes blobs away while their rows are locked. A process that is frozen meanwhile loses its locks,
 * and others may store the same again: so blobs are gone for good only when it is certain that they
 * were still locked, and are put back otherwise. Closing it without {@link #confirm} does that.
 */
public final class Withdrawal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Withdrawal.class);

  private final BlobStore blobs;
  private final List<Withdrawn> taken = Collections.synchronizedList(new ArrayList<>());
  private boolean confirmed;

  public Withdrawal(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Thread-safe. */
  public void take(String key) {
    blobs.withdraw(key).ifPresent(taken::add);
  }

  /** One that an earlier withdrawal has left behind. */
  public void add(Withdrawn left) {
    taken.add(left);
  }

  /**
   * Their rows were locked until now.
   *
   * @return the keys of those that are gone by this
   */
  public List<String> confirm() {
    confirmed = true;
    return taken.stream().filter(Withdrawn::discard).map(Withdrawn::key).toList();
  }

  @Override
  public void close() {
    if (confirmed) {
      return;
    }
    for (var blob : taken) {
      try {
        blob.putBack();
      } catch (StorageException e) {
        LOG.warn("{} is put back by the next sweep: {}", blob, e.getMessage());
      }
    }
  }
}
