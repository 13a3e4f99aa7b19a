package io.sluice.origin;

/**
 * Whoever sets a rate limit.
 *
 * @param kind what is asked of it
 * @param host its host, with the port where it is not the usual one
 */
public record OriginName(Kind kind, String host) {

  /** What an origin is asked for. Each kind has its own rate, also on one host. */
  public enum Kind {
    /** All that is asked of a site for which there is no rate of its own. */
    SITE,
    TELEGRAM_PAGE,
    TELEGRAM_PHOTO,
    /** An endpoint of models: how many at once is found by each node. */
    MODEL
  }

  /** As sharding knows it. */
  String entityId() {
    return kind + "@" + host;
  }

  static OriginName ofEntityId(String id) {
    int at = id.indexOf('@');
    return new OriginName(Kind.valueOf(id.substring(0, at)), id.substring(at + 1));
  }

  /** As a person reads it: {@code t.me (pages)}. */
  @Override
  public String toString() {
    return host
        + switch (kind) {
          case SITE -> " (site)";
          case TELEGRAM_PAGE -> " (pages)";
          case TELEGRAM_PHOTO -> " (photos)";
          case MODEL -> " (model)";
        };
  }
}
