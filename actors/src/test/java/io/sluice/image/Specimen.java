package io.sluice.image;

/**
 * A picture and what should become of it.
 *
 * @param withScrimage what should become of it without OpenCV
 */
record Specimen(String name, byte[] bytes, Expectation expectation, Expectation withScrimage) {

  Specimen(String name, byte[] bytes, Expectation expectation) {
    this(name, bytes, expectation, expectation);
  }

  @Override
  public String toString() {
    return name;
  }
}
