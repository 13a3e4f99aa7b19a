package io.sluice.batch;

/**
 * Tells, once, that a run has claimed all there is and has only a few of these left, so that others
 * may begin: a wide stage is one whose items wait for strangers, and some of these never answer.
 * Thread-safe.
 */
final class FewLeft {
  /** Of what a stage may have in work at once. */
  private static final int PART = 8;

  /** However wide the stage is, or whole chunks would be few. */
  private static final int MOST = 100;

  private final int few;
  private final Runnable tell;
  private boolean all;
  private boolean told;

  FewLeft(Kind kind, Runnable tell) {
    int width = kind.stages().stream().mapToInt(ItemStage::parallelism).max().orElse(0);
    few = Math.min(width / PART, MOST);
    this.tell = tell;
  }

  /**
   * @param last whether there are no more to claim
   * @param claimed items that are not settled
   */
  synchronized void left(boolean last, int claimed) {
    all |= last;
    if (all && !told && claimed > 0 && claimed <= few) {
      told = true;
      tell.run();
    }
  }
}
