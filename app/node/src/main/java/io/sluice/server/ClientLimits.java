package io.sluice.server;

import java.time.Duration;

/**
 * What one client may take of a server.
 *
 * @param streams connections that may carry an answer without end, such as events
 * @param header for the header of the first request to come, counted from the connection
 * @param request for an answer to begin, counted from the end of the request
 * @param idle without a byte on a connection, and between an answer and the next request
 * @param body that a sender may be waited for beside the time that its bytes earn
 * @param bodyRate bytes of a body that earn a further second
 * @param content bytes of a body, unless its route allows more
 */
public record ClientLimits(
    int connections,
    int streams,
    Duration header,
    Duration request,
    Duration idle,
    Duration body,
    int bodyRate,
    long content) {
  public static final ClientLimits DEFAULTS =
      new ClientLimits(
          1024,
          256,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          16 << 10,
          1 << 20);
}
