package io.sluice.file;

import io.sluice.batch.PassedOver;
import io.sluice.ledger.batch.Listed;
import io.sluice.s3.Bucket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a batch lists in S3: one beginning of keys after another goes in, objects come out. */
final class S3Listing {
  private static final Logger LOG = LoggerFactory.getLogger(FileListing.class);

  private final Function<String, Bucket> buckets;
  private final ReadableRoots within;
  private final PassedOver passedOver;

  /** Of the one that is being listed; null between two. */
  private S3Pages pages;

  /**
   * @param buckets gives those of S3 by their names
   */
  S3Listing(Function<String, Bucket> buckets, ReadableRoots within, PassedOver passedOver) {
    this.buckets = buckets;
    this.within = within;
    this.passedOver = passedOver;
  }

  /**
   * Makes sure that there is something: who has typed what is not there is told at once.
   *
   * @throws NoSuchRootException if not
   */
  void check(List<URI> addresses) throws NoSuchRootException {
    for (var address : addresses) {
      if (NamedItem.typed(address) instanceof NamedItem.BelowS3 below) {
        pagesOf(below.prefix());
      }
    }
  }

  private S3Pages pagesOf(S3Address prefix) throws NoSuchRootException {
    if (!within.have(prefix)) {
      throw new NoSuchRootException(prefix + " lies outside of what may be read");
    }
    return new S3Pages(buckets.apply(prefix.bucket()), prefix, passedOver);
  }

  /** Begins with another one. What cannot be listed becomes an item, which says so. */
  Optional<Listed> enter(S3Address prefix) {
    try {
      pages = pagesOf(prefix);
      return Optional.empty();
    } catch (NoSuchRootException e) {
      LOG.warn("{}", e.getMessage());
      return Optional.of(NamedItem.listed(prefix.uri()));
    }
  }

  /** Whether nothing is being listed. */
  boolean isAtEnd() {
    return pages == null;
  }

  /** Empty where something was passed over, or a page ends. */
  Optional<Listed> next() {
    var found = pages.next();
    if (pages.isAtEnd()) {
      pages = null;
    }
    return found;
  }
}
