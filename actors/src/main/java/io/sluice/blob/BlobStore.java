package io.sluice.blob;

import io.sluice.ledger.Fence;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The store of pictures: bytes go in under a key and come out by it. A key is a relative path, such
 * as {@code images/news.12/2025-01/7.jpg}, and what is there under a key is always whole.
 * Thread-safe; all may block, and fail with a {@link StorageException}.
 */
public interface BlobStore {

  /** As people know it. */
  default String name() {
    return "IMAGE_DIR";
  }

  /** The store's own id, the same for all who use it; the first who asks makes it. */
  UUID id();

  /**
   * Makes sure that the store is the one whose id was asked for.
   *
   * @throws StorageAwayException if another one has taken its place
   */
  void checkPlace();

  /** Makes sure that pictures can be written. */
  void checkWritable();

  /** Makes sure that there is room for a few pictures. */
  void checkRoom();

  /** Bytes that may still be written. */
  long freeBytes();

  /**
   * Keeps bytes so that they outlive a power cut, in the place of what was under the key.
   *
   * @param by the run that does it
   */
  void put(Fence by, String key, byte[] content);

  /**
   * Begins a blob whose key is not known yet.
   *
   * @param by the run that does it
   */
  Draft draft(Fence by);

  /**
   * Gives drafts of this store their keys, in the place of what was under these.
   *
   * @param durable whether the new names are to outlive a power cut; that the bytes do is said by
   *     {@link Draft#sync}
   * @param threads which may block, for what can be done at once
   */
  void keep(Map<String, Draft> drafts, boolean durable, Executor threads);

  /**
   * Removes what earlier runs left half written.
   *
   * @param by the run that begins; what this or later ones of its entity write stays
   */
  void sweep(Fence by);

  /**
   * Removes what was left half written by runs that are over.
   *
   * @param over which of some runs are
   * @param before when what no run has made must have been written to go too
   * @return how much there was
   */
  int sweep(UnaryOperator<Set<Fence>> over, Instant before);

  /** Closes the drafts that a run has left which is over. */
  void clear(Fence by);

  boolean exists(String key);

  /** Whether {@link #exists} costs no more than a look at a disk. */
  default boolean isNear() {
    return true;
  }

  /**
   * A picture of a channel, or one that was made of a file, under a key that came from outside;
   * nothing for one that leads elsewhere.
   */
  Optional<Blob> find(String key);

  /** Whether a key is that of a picture that was made of a file: the file's own has no ending. */
  static boolean isPictureOfFile(String key) {
    return key.startsWith("files/") && key.endsWith(".jpg");
  }

  /** Removes what is under a key, if anything is. */
  void remove(String key);

  /**
   * Takes what is under a key away from it, so that it can be put back.
   *
   * @return empty if there is nothing
   */
  Optional<Withdrawn> withdraw(String key);

  /** What is under this key if it was withdrawn by somebody who then died: the key it had. */
  Optional<String> keyBefore(String key);

  /** What was withdrawn and is under this key. */
  Withdrawn withdrawn(String key);

  /** Visits all whose keys begin with this directory, one after the other. */
  void each(String prefix, Consumer<Stored> visit);

  /**
   * Notes that a database tells of files in this store.
   *
   * @return all that do
   */
  Set<UUID> ledgers(UUID own);
}
