package io.sluice.website;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import io.sluice.page.FetchedPage;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What sites allow programs to read (RFC 9309): an address goes in, the rules of its robots.txt
 * come out. Thread-safe.
 */
final class Robots {
  /** Longer ones are read as far as that. */
  static final int MOST_BYTES = 500 << 10;

  /** Bytes of all files whose rules are remembered. */
  private static final long REMEMBERED = 4 << 20;

  /** What rules take besides. */
  private static final int EACH = 200;

  private static final int TOO_MANY = 429;
  private static final Duration LASTING = Duration.ofMinutes(10);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  private final PageClient client;
  private final String name;
  private final Cache<String, Known> known =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED)
          .weigher((String file, Known one) -> EACH + one.bytes())
          .expireAfterWrite(LASTING)
          .build();

  /**
   * Rules of a site.
   *
   * @param bytes of the file that has them
   */
  private record Known(BaseRobotRules rules, int bytes) {}

  /**
   * @param userAgent whose first product is what rules name us by
   */
  Robots(PageClient client, String userAgent) {
    this.client = client;
    name = userAgent.replaceFirst("[/ (].*$", "").toLowerCase(Locale.ROOT);
  }

  /**
   * The rules for an address.
   *
   * @return completes exceptionally with a {@link SiteFault} if it cannot be known
   */
  CompletionStage<BaseRobotRules> of(URI address, PageClient.Turn turn) {
    var file = address.resolve("/robots.txt");
    var before = known.getIfPresent(file.toString());
    return before != null
        ? CompletableFuture.completedFuture(before.rules())
        : client
            .robots(file, turn)
            .thenCompose(
                answer -> {
                  try {
                    var rules = read(file, answer);
                    known.put(
                        file.toString(),
                        new Known(rules, Math.min(MOST_BYTES, answer.body().length)));
                    return CompletableFuture.completedFuture(rules);
                  } catch (SiteFault fault) {
                    return CompletableFuture.failedFuture(fault);
                  }
                });
  }

  private BaseRobotRules read(URI file, FetchedPage answer) throws SiteFault {
    var parser = new SimpleRobotRulesParser(LONGEST_DELAY.toMillis(), 0);
    int status = answer.status();
    if (status / 100 == 2) {
      var body = answer.body();
      return parser.parseContent(
          file.toString(),
          body.length <= MOST_BYTES ? body : Arrays.copyOf(body, MOST_BYTES),
          answer.headers().getOrDefault("content-type", "text/plain"),
          List.of(name));
    }
    if (status >= 500 || status == TOO_MANY) {
      throw SiteFault.passing(
          SiteReason.ROBOTS_UNREACHABLE,
          "its robots.txt is answered with " + status,
          PageClient.pause(answer));
    }
    // There is none, or it sends us on for ever: nothing is forbidden.
    return parser.failedFetch(404);
  }

  /** The pause that rules ask for; the usual one if they do not. */
  static Duration delay(BaseRobotRules rules, Duration usual) {
    long millis = rules.getCrawlDelay();
    return millis < 0 || millis < usual.toMillis() ? usual : Duration.ofMillis(millis);
  }
}
