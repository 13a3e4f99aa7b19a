package io.sluice.blob;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a blob is called that was taken away from its key: a key goes in, and comes out of it. */
public final class WithdrawnName {
  private static final String MARK = ".withdrawn-";
  private static final Pattern NAME = Pattern.compile("(.+)" + Pattern.quote(MARK) + "[0-9a-f-]+");

  private WithdrawnName() {}

  /** One that nobody else gives. */
  public static String of(String key) {
    return key + MARK + UUID.randomUUID();
  }

  /** The key that a blob had which is under this one now; empty if it was not withdrawn. */
  public static Optional<String> keyBefore(String key) {
    var name = NAME.matcher(key);
    return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
  }
}
