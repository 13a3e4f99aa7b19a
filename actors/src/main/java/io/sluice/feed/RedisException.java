package io.sluice.feed;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.sluice.run.RunFailures;
import io.sluice.words.FeedAddress;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** A server that did not do what was asked of it, in words that tell what to do. */
public final class RedisException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int MOST_OF_ANSWER = 300;

  /** By the first word of an answer. */
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry(
              "WRONGPASS",
              "refuses the user or the password: give the right one in the address, or set"
                  + " REDIS_PASSWORD"),
          Map.entry(
              "NOAUTH",
              "wants a password: give it in the address as redis://:password@..., or set"
                  + " REDIS_PASSWORD"),
          Map.entry("NOPERM", "does not allow that to its user: grant it by ACL SETUSER"),
          Map.entry("WRONGTYPE", "has something else under that name, which is no stream"),
          Map.entry("LOADING", "is loading its data and not ready yet"),
          Map.entry(
              "READONLY",
              "is a replica now: ask the one that is the master, or name the sentinels"),
          Map.entry("UNBLOCKED", "gave up a read, as it is a replica now, or the stream is gone"),
          Map.entry("MASTERDOWN", "is a replica that has lost its master"),
          Map.entry("OOM", "has no memory left: raise its maxmemory, or trim what it holds"),
          Map.entry(
              "MISCONF",
              "cannot write to its disk, and refuses all changes: look at its log and its disk"),
          Map.entry(
              "NOREPLICAS", "has too few replicas, and refuses all changes: look after these"),
          Map.entry("BUSY", "runs a script that does not end"),
          Map.entry("MOVED", "is one of a cluster, which are not read: name a server of its own"),
          Map.entry("NOGROUP", "has lost the group"));

  /** Answers to what would be taken at another time. */
  private static final Set<String> FOR_NOW =
      Set.of(
          "LOADING",
          "READONLY",
          "UNBLOCKED",
          "MASTERDOWN",
          "OOM",
          "MISCONF",
          "NOREPLICAS",
          "BUSY",
          "TRYAGAIN",
          "CLUSTERDOWN");

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
    var said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    if (root instanceof CertPathBuilderException || root instanceof CertPathValidatorException) {
      return "is not trusted: put the certificate of who signed its own into REDIS_TLS_CA (%s)"
          .formatted(said);
    }
    if (root instanceof CertificateException) {
      return "has a certificate for another name: write the address with a name that stands in it (%s)"
          .formatted(said);
    }
    if (root instanceof SSLException) {
      return "cannot be spoken to by TLS: is it meant to be rediss://? (%s)".formatted(said);
    }
    return root instanceof ClosedChannelException
        ? "closed the connection"
        : "cannot be reached: " + said;
  }

  /**
   * Of what was asked for a feed: it tells what its user has to be granted, and of which stream.
   *
   * @param command that failed, such as XADD
   * @param key what it was about
   */
  static RedisException of(FeedAddress address, String command, String key, Throwable failure) {
    var known = of("%s, stream %s,".formatted(address.server(), key), failure);
    if (!known.isDenied()) {
      return known.code.isEmpty() ? of(address.server(), failure) : known;
    }
    var grant =
        known.isOfKey() ? "~" + key : "+" + command.toLowerCase(Locale.ROOT).replace(' ', '|');
    return new RedisException(
        known.code,
        "Redis %s does not let its user run %s on %s: grant it by ACL SETUSER %s %s (%s)"
            .formatted(
                address.server(),
                command,
                key,
                address.user().orElse("default"),
                grant,
                answer(known.getCause())),
        known.getCause());
  }

  /** Whether a user lacks not the command, but what it is about. */
  private boolean isOfKey() {
    return answer(getCause()).contains("to access");
  }

  /** Whether the group that reads is not there, or the whole stream. */
  boolean isGroupLost() {
    return code.equals("NOGROUP")
        || code.equals("UNBLOCKED") && !getMessage().contains("replica?")
        || String.valueOf(getMessage()).contains("no such key");
  }

  /** Whether the server is there, and will refuse it at any time. */
  boolean isAnswer() {
    return !code.isEmpty() && !FOR_NOW.contains(code);
  }

  boolean isDenied() {
    return code.equals("NOPERM");
  }

  boolean isBusyGroup() {
    return code.equals("BUSYGROUP");
  }
}
