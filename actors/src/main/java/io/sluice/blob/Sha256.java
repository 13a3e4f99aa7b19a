package io.sluice.blob;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which contents are known. */
public final class Sha256 {
  private Sha256() {}

  public static byte[] of(byte[] bytes) {
    return begin().digest(bytes);
  }

  /** Of what comes bit by bit. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
