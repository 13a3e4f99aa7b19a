package io.sluice.child;

/**
 * What a child process does with what it is sent, one after another. Made in the child by a
 * constructor that takes the list of its arguments.
 */
public interface ChildTask {

  /**
   * @throws Exception if there is no answer, which ends the child
   */
  byte[] answer(byte[] request) throws Exception;

  /** Whether the child ends behind the answer that it has given, since it can give no other. */
  default boolean isSpent() {
    return false;
  }
}
