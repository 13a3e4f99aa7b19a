package io.sluice.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files, in hexadecimal digits as results have it. */
final class FileHash {
  private FileHash() {}

  static String of(Path file) throws IOException {
    return copy(file, OutputStream.nullOutputStream());
  }

  /** Writes the file there, too. */
  static String copy(Path file, OutputStream to) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      Files.copy(file, new DigestOutputStream(to, digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
