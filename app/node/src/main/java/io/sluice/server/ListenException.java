package io.sluice.server;

import java.net.BindException;

/** The address that a server should listen on cannot be had. */
public final class ListenException extends RuntimeException {
  private ListenException(String message) {
    super(message);
  }

  static ListenException of(ListenSettings settings, Throwable failure) {
    var host = settings.host().getHostAddress();
    var why = reason(failure);
    if (why.contains("in use")) {
      return new ListenException(
          "%s_PORT %d on %s is taken by another process: set another, or 0 for any"
              .formatted(settings.server(), settings.port(), host));
    }
    return new ListenException(
        "%1$s_PORT %2$d on %3$s cannot be listened on: %4$s: set another %1$s_HOST or %1$s_PORT"
            .formatted(settings.server(), settings.port(), host, why));
  }

  private static String reason(Throwable failure) {
    var last = failure;
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return cause.getMessage();
      }
      last = cause;
    }
    return String.valueOf(last.getMessage());
  }
}
