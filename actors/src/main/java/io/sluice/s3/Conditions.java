package io.sluice.s3;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a server knows {@code If-None-Match} when it is sent something. Thread-safe. */
final class Conditions {
  private static final Logger LOG = LoggerFactory.getLogger(S3Service.class);

  private volatile boolean unknown;

  boolean areKnown() {
    return !unknown;
  }

  void refused(String where) {
    if (!unknown) {
      unknown = true;
      LOG.info("{} takes no If-None-Match: asks for what is there first", where);
    }
  }
}
