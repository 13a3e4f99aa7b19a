package io.sluice.child;

/** What came of a request to a child process. */
public sealed interface ChildAnswer {

  record Given(byte[] bytes) implements ChildAnswer {}

  /**
   * The request ended the child, or had no end itself.
   *
   * @param how as in {@code ended the process with exit code 134}
   */
  record Died(String how) implements ChildAnswer {}
}
