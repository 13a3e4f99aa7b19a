package io.sluice.model;

/**
 * Tells prompts that an endpoint has cut silently, by how many tokens it says it took of them. How
 * many it should have taken is estimated from those that it took before. Thread-safe.
 */
final class PromptLengths {
  /** Contexts have a multiple of it. */
  private static final int CONTEXT_STEP = 512;

  /** Tokens of a prompt by the most that it may have, before any was counted. */
  private static final double FIRST_SHARE = 0.5;

  /** What one prompt changes of that. */
  private static final double LEARNED = 0.1;

  /** By so much an estimate may be too high. */
  private static final double TOLERANCE = 1.15;

  private double share = FIRST_SHARE;

  /**
   * Whether fewer tokens were taken than the prompt has words, or just what a context has. Some
   * endpoints count no tokens, or only one, where they remember an earlier request.
   *
   * @param least tokens that the prompt has
   */
  synchronized boolean isCut(ModelRequest request, int least, int tokensIn) {
    if (tokensIn <= 1) {
      return false;
    }
    if (tokensIn < least) {
      return true;
    }
    double most = Tokens.atMost(request.system()) + Tokens.atMost(request.user());
    if (tokensIn % CONTEXT_STEP == 0) {
      return share * most > TOLERANCE * tokensIn;
    }
    share += LEARNED * (Math.min(1, tokensIn / Math.max(1, most)) - share);
    return false;
  }
}
