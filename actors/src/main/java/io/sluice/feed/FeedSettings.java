package io.sluice.feed;

import com.typesafe.config.Config;
import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import io.sluice.tls.PemFile;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How feeds are read.
 *
 * @param consumer name of this node's consumer; empty for one of its own
 * @param group that feeds are read in which name no other
 * @param groupSize entries that are stored in one transaction; more where many wait
 * @param groupTime longest wait for these, of files that are fetched
 * @param block how long the server waits for an entry
 * @param claimAfter a consumer that did nothing for so long with an entry is taken for dead
 * @param maxAttempts after so many ends of a process an entry is dead
 * @param itemTimeout a file that has not come in this time is tried once more, and given up
 * @param parallelism files that are fetched at once
 * @param fields what a producer calls a field, by what it is called here
 * @param password for servers whose addresses have none
 * @param authorities who signs certificates of servers; empty for those that Java trusts
 */
public record FeedSettings(
    Optional<String> consumer,
    String group,
    int groupSize,
    Duration groupTime,
    Duration block,
    Duration claimAfter,
    int maxAttempts,
    Duration itemTimeout,
    int parallelism,
    Map<String, String> fields,
    Optional<String> password,
    Optional<PemFile> authorities) {
  private static final String FIELDS = "FEED_FIELDS";
  private static final String AUTHORITIES = "REDIS_TLS_CA";

  public FeedSettings {
    fields = Map.copyOf(fields);
  }

  private static final Pattern NAME =
      Pattern.compile("\\p{Graph}{1,100}", Pattern.UNICODE_CHARACTER_CLASS);

  public static FeedSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new FeedSettings(
        settings.optional("CONSUMER_NAME").map(name -> checked(settings, "CONSUMER_NAME", name)),
        checked(settings, "CONSUMER_GROUP", settings.text("CONSUMER_GROUP")),
        settings.integer("CONSUMER_BATCH_SIZE", 1, 10_000),
        settings.duration("BATCH_TIME", Duration.ofMillis(1), Duration.ofMinutes(10)),
        Duration.ofMillis(settings.integer("CONSUMER_BLOCK_MS", 1, 60_000)),
        settings.duration("CONSUMER_CLAIM_AFTER", Duration.ofSeconds(1), Duration.ofHours(24)),
        settings.integer("MAX_ATTEMPTS", 1, 100),
        settings.duration("ITEM_TIMEOUT", Duration.ofMillis(100), Duration.ofHours(24)),
        settings.integer("FILE_PARALLELISM", 1, 1000),
        fields(settings),
        settings.optional("REDIS_PASSWORD").map(FeedSettings::password),
        authorities(settings));
  }

  private static String checked(SettingsReader settings, String key, String name) {
    if (!NAME.matcher(name).matches()) {
      throw settings.refused(key, "1 to 100 printable characters without spaces");
    }
    return name;
  }

  private static String password(String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidSettingException("REDIS_PASSWORD", "must be without control characters");
    }
    return value;
  }

  private static Optional<PemFile> authorities(SettingsReader settings) {
    var files = PemFile.together(settings, AUTHORITIES);
    files.forEach(PemFile::certificates);
    return files.stream().findFirst();
  }

  private static Map<String, String> fields(SettingsReader settings) {
    var fields = new HashMap<String, String>();
    for (var pair : settings.list(FIELDS)) {
      var names = pair.split("=", 2);
      if (names.length < 2
          || !EventParser.FIELDS.contains(names[0].strip())
          || names[1].isBlank()) {
        throw settings.refused(
            FIELDS,
            "pairs such as filename=name between semicolons, whose first is one of "
                + String.join(", ", EventParser.FIELDS));
      }
      fields.put(names[0].strip(), names[1].strip());
    }
    return fields;
  }
}
