package io.sluice.origin;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whoever sets a rate limit.
 *
 * @param kind what is asked of it
 * @param host its host, with the port where it is not the usual one
 */
public record OriginName(Kind kind, String host) {

  /** One's own server that was down is asked soon after it is back. */
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  /** What an origin is asked for. Each kind has its own rate, also on one host. */
  public enum Kind {
    /** All that is asked of a site for which there is no rate of its own. */
    SITE,
    /** An endpoint of models: how many at once is found by each node. */
    MODEL,
    TELEGRAM_PAGE,
    TELEGRAM_PHOTO;

    /**
     * Of an origin by its name as a person reads it.
     *
     * @param told such as {@code t.me (pages)}
     */
    public static Optional<Kind> ofTold(String told) {
      return Arrays.stream(values()).filter(kind -> told.endsWith(kind.told())).findFirst();
    }

    private String told() {
      return switch (this) {
        case SITE -> " (site)";
        case TELEGRAM_PAGE -> " (pages)";
        case TELEGRAM_PHOTO -> " (photos)";
        case MODEL -> " (model)";
      };
    }

    /** For which it is closed where it does not say for how long. */
    Duration longestClosing() {
      return this == MODEL ? A_MINUTE : Origin.LONGEST_CLOSING;
    }
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
    return host + kind.told();
  }
}
