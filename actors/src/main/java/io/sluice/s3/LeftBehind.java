package io.sluice.s3;

import io.sluice.blob.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what stays in a bucket until the next sweep. */
final class LeftBehind {
  private static final Logger LOG = LoggerFactory.getLogger(S3Store.class);

  private LeftBehind() {}

  static void upload(String where, String key, StorageException why) {
    LOG.info("An unfinished upload of {} stays in {} until the next sweep: {}", key, where, why);
  }

  static void draft(String where, String key, StorageException why) {
    LOG.info("{} stays in {} until the next sweep: {}", key, where, why);
  }
}
