package io.sluice.file;

import io.sluice.batch.PassedOver;
import io.sluice.blob.StorageAwayException;
import io.sluice.blob.StorageException;
import io.sluice.blob.Trouble;
import io.sluice.ledger.batch.Listed;
import io.sluice.s3.Bucket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects whose keys begin in one way, a page of a thousand at a time as the server tells. */
final class S3Pages {
  /** What goes by without anybody doing something. */
  private static final Set<Trouble> WAITED_FOR =
      Set.of(Trouble.BUSY, Trouble.UNREACHABLE, Trouble.EXPIRED);

  private static final char REPLACED = '\ufffd';

  private final Bucket bucket;
  private final S3Address prefix;
  private final PassedOver passedOver;
  private final Deque<S3Object> page = new ArrayDeque<>();
  private Optional<String> next;

  /**
   * Asks for the first page.
   *
   * @throws NoSuchRootException if there is nothing, or nothing may be listed: somebody has typed
   *     it
   * @throws StorageAwayException if it is worth waiting for
   */
  S3Pages(Bucket bucket, S3Address prefix, PassedOver passedOver) throws NoSuchRootException {
    this.bucket = bucket;
    this.prefix = prefix;
    this.passedOver = passedOver;
    try {
      take(bucket.page(prefix.key(), Optional.empty()));
    } catch (StorageException e) {
      if (e instanceof StorageAwayException away && WAITED_FOR.contains(away.trouble())) {
        throw e;
      }
      throw new NoSuchRootException(prefix + " cannot be listed: " + e.getCause().getMessage());
    }
    if (page.isEmpty() && next.isEmpty()) {
      throw new NoSuchRootException("there is nothing whose address begins with " + prefix);
    }
  }

  private void take(ListObjectsV2Response answer) {
    page.addAll(answer.contents());
    next = Bucket.next(answer);
  }

  /** Whether there may be more. */
  boolean isAtEnd() {
    return page.isEmpty() && next.isEmpty();
  }

  /** Empty for what is passed over, and for the end of a page. */
  Optional<Listed> next() {
    if (page.isEmpty()) {
      take(bucket.page(prefix.key(), next));
      return Optional.empty();
    }
    var found = page.removeFirst();
    if (found.key().endsWith("/") && found.size() == 0) {
      if (found.key().equals(prefix.key())) {
        // What is listed is passed over no more than a directory of a disk that is.
        return Optional.empty();
      }
      passedOver.add("directory of S3");
      return Optional.empty();
    }
    if (found.key().indexOf(REPLACED) >= 0) {
      passedOver.miss("key that is no UTF-8");
      return Optional.empty();
    }
    return Optional.of(NamedItem.listed(new S3Address(prefix.bucket(), found.key()).uri()));
  }
}
