package io.sluice.words;

import java.util.regex.Pattern;

/** Names of categories: each can be a folder, and none is that of what is in no category. */
public final class CategoryName {
  /** What a document is that is in none. */
  public static final String OTHER = "other";

  private static final int MOST = 100;
  private static final Pattern NAME = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}/\\\\:*?\"<>|]+");
  private static final Pattern NOT_A_NAME = Pattern.compile("\\..*|\\s.*|.*[\\s.]");

  private CategoryName() {}

  /**
   * The name itself.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  public static String checked(String name) {
    if (name.equalsIgnoreCase(OTHER)) {
      throw new IllegalArgumentException(
          "must not be %s, which is what documents in no category are".formatted(OTHER));
    }
    if (name.codePointCount(0, name.length()) <= MOST
        && NAME.matcher(name).matches()
        && !NOT_A_NAME.matcher(name).matches()) {
      return name;
    }
    throw new IllegalArgumentException(
        "must be 1 to %d characters that a folder can have in any system, without dots and blanks around them"
            .formatted(MOST));
  }
}
