package io.sluice.file;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a key of the store says of a file.
 *
 * @param hash of its content, in hexadecimal digits
 * @param key of the file or its picture, whatever has become of it
 */
record StoredName(String hash, String key) {
  static final String ROOT = "files/";
  private static final Pattern KEY =
      Pattern.compile(ROOT + "([0-9a-f]{2})/(\\1[0-9a-f]{62})([.]jpg)?");

  /** Empty if it is not one of ours. */
  static Optional<StoredName> of(String key) {
    var name = KEY.matcher(key);
    return name.matches() ? Optional.of(new StoredName(name.group(2), key)) : Optional.empty();
  }
}
