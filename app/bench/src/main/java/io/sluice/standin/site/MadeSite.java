package io.sluice.standin.site;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * A site of the stand-in, which follows from its number and the seed alone.
 *
 * @param number from 0
 * @param secure whether it answers to TLS, and sends on to it who comes without
 * @param latencyMillis before each of its answers
 * @param robots which of {@link SiteRobots} it has
 * @param odd which oddity, of one that is odd
 */
record MadeSite(
    int number,
    SiteKind kind,
    SiteLanguage language,
    boolean secure,
    int latencyMillis,
    int robots,
    int odd) {
  private static final Pattern NAME =
      Pattern.compile("(?:www\\.)?(site|shop_|brand)(\\d{1,8})\\.test");
  private static final int SECURE_PERCENT = 20;
  private static final int UNDERSCORED = 200;

  static MadeSite of(int number, ManySites.Options options) {
    var random = new SplittableRandom(options.seed() * 1_000_003L + number);
    var kind = options.onlyPlain() ? SiteKind.PLAIN : SiteKind.of(random.nextInt(10_000));
    var languages = SiteLanguage.values();
    var language = languages[random.nextInt(languages.length)];
    boolean secure = random.nextInt(100) < SECURE_PERCENT || kind == SiteKind.FALSE_NAME;
    int latency =
        options.leastLatency() + random.nextInt(options.mostLatency() - options.leastLatency() + 1);
    return new MadeSite(
        number, kind, language, secure, latency, random.nextInt(100), random.nextInt(100));
  }

  /** The number of the site that a name is of; empty if there is none. */
  static Optional<Integer> number(String host, int count) {
    var name = NAME.matcher(host);
    if (!name.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(name.group(2));
    return number < count ? Optional.of(number) : Optional.empty();
  }

  /** As lists have it. With an underscore it has no TLS: the JDK's servers refuse such names. */
  String host() {
    boolean isUnderscored = number % UNDERSCORED == UNDERSCORED - 1 && !secure;
    return (isUnderscored ? "shop_" : "site") + number + ".test";
  }

  String company() {
    return "Company " + number + " Ltd";
  }

  /** One of this machine for each. */
  byte[] address() {
    if (kind == SiteKind.PRIVATE_NAME) {
      return new byte[] {10, 0, (byte) (number >> 8), (byte) number};
    }
    return new byte[] {127, (byte) (1 + (number >> 16)), (byte) (number >> 8), (byte) number};
  }
}
