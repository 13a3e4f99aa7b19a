package io.sluice.dataset;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;

/** Counts files as they are written, and knows a content again by the first bytes of its hash. */
final class FileCount {
  private final Set<Long> seen = new HashSet<>();
  private int files;
  private long bytes;
  private int pictures;
  private int broken;

  void add(MadeFile content) {
    files++;
    bytes += content.bytes().length;
    pictures += content.picture() ? 1 : 0;
    broken += content.broken() ? 1 : 0;
    seen.add(hash(content.bytes()));
  }

  private static long hash(byte[] bytes) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  FileFigures figures(int oddities) {
    return new FileFigures(
        files, bytes, seen.size(), files - seen.size(), pictures, broken, oddities);
  }
}
