package io.sluice.run;

import io.sluice.blob.StorageAwayException;
import io.sluice.failure.Unrecoverable;
import io.sluice.persistence.DatabaseException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;

/** Tells failures apart that end a run. */
public final class RunFailures {
  private RunFailures() {}

  /** Without the wrappers that futures put around it. */
  public static Throwable root(Throwable failure) {
    var root = failure;
    while ((root instanceof CompletionException || root instanceof UncheckedIOException)
        && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Whether starting again cannot help until somebody has mended something. */
  public static boolean isFinal(Throwable failure) {
    return failure instanceof Unrecoverable;
  }

  /** Whether only room, or a store that is away, is missing: one waits, and counts no failure. */
  public static boolean isWaitedFor(Throwable failure) {
    return failure instanceof StorageAwayException
        || failure instanceof DatabaseException database && database.lack().isPresent();
  }

  public static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
