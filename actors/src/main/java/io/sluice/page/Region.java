package io.sluice.page;

/**
 * A part of a page that has one purpose. How much is said in it is counted while the page is walked
 * through, since a name of a class may lie.
 */
final class Region {
  /** What a part of a page is for. */
  enum Purpose {
    BODY,
    MAIN,
    HEADER,
    NAVIGATION,
    FOOTER,
    ASIDE,
    NOTICE,
    FORM
  }

  private final Purpose purpose;
  private final boolean byTag;
  private int characters;

  /**
   * @param byTag whether its element says so by its tag or role, and not by its class
   */
  Region(Purpose purpose, boolean byTag) {
    this.purpose = purpose;
    this.byTag = byTag;
  }

  Purpose purpose() {
    return purpose;
  }

  void add(int said) {
    characters += said;
  }

  /** Of all that the page says; what a class calls a menu is none if most stands there. */
  boolean isBeside(int all) {
    return switch (purpose) {
      case BODY, MAIN -> false;
      case NAVIGATION, FOOTER, HEADER, ASIDE, NOTICE, FORM -> byTag || characters * 2L <= all;
    };
  }
}
