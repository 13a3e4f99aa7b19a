package io.sluice.words;

import java.util.regex.Pattern;

/** Names of batches: each is one part of an address, and none is taken for a number. */
public final class BatchName {
  private static final int MOST = 200;
  private static final Pattern NAME = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}/\\\\]+");
  private static final Pattern NOT_A_NAME = Pattern.compile("[0-9]+|\\.{1,2}|\\s.*|.*\\s");

  private BatchName() {}

  /**
   * The name itself.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  public static String checked(String name) {
    if (name.codePointCount(0, name.length()) <= MOST
        && NAME.matcher(name).matches()
        && !NOT_A_NAME.matcher(name).matches()) {
      return name;
    }
    throw new IllegalArgumentException(
        "must be 1 to %d characters without slashes, line ends and blanks around them, and no number, was %s"
            .formatted(MOST, name));
  }
}
