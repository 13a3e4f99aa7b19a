package io.sluice.website;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.time.Duration;

/**
 * How sites are read.
 *
 * @param parallelism sites of a node that are in work at once
 * @param delay between two requests to a host that says nothing of it
 * @param timeout of one request
 * @param retryDelay after which a site that did not answer is asked again
 * @param maxPageBytes longest page, after decompression
 * @param cached how long an answer is good for
 * @param readsNoindex whether pages are read that do not want to be found
 * @param maxListBytes longest list
 */
public record WebsiteSettings(
    int parallelism,
    Duration delay,
    Duration timeout,
    Duration retryDelay,
    long maxPageBytes,
    Duration cached,
    boolean readsNoindex,
    long maxListBytes) {

  /** Reads them, and refuses what is none. */
  public static WebsiteSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new WebsiteSettings(
        settings.integer("SCRAPE_PARALLELISM", 1, 10_000),
        settings.duration("SCRAPE_DELAY", Duration.ZERO, Duration.ofMinutes(1)),
        settings.duration("SCRAPE_TIMEOUT", Duration.ofMillis(100), Duration.ofMinutes(5)),
        settings.duration("SCRAPE_RETRY_DELAY", Duration.ofMillis(100), Duration.ofHours(1)),
        settings.bytes("MAX_PAGE_BYTES", 1024, 64 << 20),
        Duration.ofSeconds(settings.integer("PAGE_CACHE_SECONDS", 0, 31_536_000)),
        settings.flag("SCRAPE_NOINDEX"),
        settings.bytes("MAX_LIST_BYTES", 1024, 1 << 30));
  }
}
