package io.sluice.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** What an answer that sends on means, for who follows it. */
public final class Redirect {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  private Redirect() {}

  public static boolean isOne(int status) {
    return STATUSES.contains(status);
  }

  /** Where an answer sends us on to; empty for no redirect, and for one to no address. */
  public static Optional<URI> of(Answer answer) {
    var location = answer.header("location");
    if (!isOne(answer.status()) || location.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(next(answer.uri(), location.get()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * Where it leads.
   *
   * @param location as the server wrote it
   * @throws URISyntaxException if that is no address
   */
  public static URI next(URI from, String location) throws URISyntaxException {
    return from.resolve(new URI(location.strip().replace(" ", "%20")));
  }
}
