package io.sluice.feed;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.sluice.run.RunFailures;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A server that did not do what was asked of it, in words that tell what to do. */
public final class RedisException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int MOST_OF_ANSWER = 300;

  /** By the first word of an answer. */
  private static final Map<String, String> MEANINGS =
      Map.of(
          "WRONGPASS",
              "refuses the user or the password: give the right one in the address, or set"
                  + " REDIS_PASSWORD",
          "NOAUTH",
              "wants a password: give it in the address as redis://:password@..., or set"
                  + " REDIS_PASSWORD",
          "NOPERM",
              "does not allow that to its user: allow +@stream +info on the stream and on its"
                  + " dead letters",
          "WRONGTYPE", "has something else under that name, which is no stream",
          "LOADING", "is loading its data and not ready yet",
          "READONLY", "is a replica now: ask the one that is the master, or name the sentinels",
          "MASTERDOWN", "is a replica that has lost its master",
          "OOM", "has no memory left for what was asked",
          "NOGROUP", "has lost the group");

  private final String code;

  private RedisException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Of a server that is there, and does not fit. */
  static RedisException of(String place, String what) {
    return new RedisException("", "Redis %s %s".formatted(place, what), null);
  }

  static RedisException of(String place, Throwable failure) {
    var cause = RunFailures.root(failure);
    if (cause instanceof RedisException known) {
      return known;
    }
    var answered = answer(cause);
    if (answered != null) {
      var code = answered.split(" ", 2)[0];
      var meaning = MEANINGS.get(code);
      return new RedisException(
          code,
          meaning == null
              ? "Redis %s answered: %s".formatted(place, answered)
              : "Redis %s %s (%s)".formatted(place, meaning, answered),
          cause);
    }
    return new RedisException("", "Redis %s %s".formatted(place, away(cause)), cause);
  }

  private static String answer(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException && cause.getMessage() != null) {
        var text = cause.getMessage().replaceAll("\\p{Cntrl}", " ");
        return text.length() > MOST_OF_ANSWER ? text.substring(0, MOST_OF_ANSWER) : text;
      }
    }
    return null;
  }

  private static String away(Throwable failure) {
    if (failure instanceof TimeoutException || failure instanceof RedisCommandTimeoutException) {
      return "gave no answer in time";
    }
    var root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "cannot be reached: "
        + (root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
  }

  /** Whether the group that reads is not there, or the whole stream. */
  boolean isGroupLost() {
    return code.equals("NOGROUP")
        || code.equals("UNBLOCKED")
        || String.valueOf(getMessage()).contains("no such key");
  }

  /** Whether the server is there, and refuses. */
  boolean isAnswer() {
    return !code.isEmpty() && !code.equals("LOADING") && !code.equals("READONLY");
  }

  boolean isDenied() {
    return code.equals("NOPERM");
  }

  boolean isBusyGroup() {
    return code.equals("BUSYGROUP");
  }
}
