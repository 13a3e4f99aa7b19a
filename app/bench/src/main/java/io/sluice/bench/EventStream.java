package io.sluice.bench;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.sluice.words.FeedAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Adds invented events of files to a Redis stream, as a producer would: each of a file that is
 * stored already, the same for a seed.
 *
 * @param seed any number
 */
public record EventStream(FeedAddress address, long seed) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int GROUP = 1_000;
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<List<String>> KINDS =
      List.of(
          List.of("jpg", "image/jpeg"),
          List.of("pdf", "application/pdf"),
          List.of("csv", "text/csv"),
          List.of("mp4", "video/mp4"));

  /**
   * Gives what the stream's entries are then.
   *
   * @throws RedisException if the server does not take them
   */
  public long write(int count) {
    var host = address.hosts().get(0);
    var uri = new RedisURI(host.name(), host.port(), PATIENCE);
    uri.setSsl(address.secure());
    uri.setDatabase(address.database());
    address
        .password()
        .ifPresent(
            word -> uri.setAuthentication(address.user().orElse("default"), word.toCharArray()));
    var client = RedisClient.create(uri);
    try (var connection = client.connect()) {
      connection.setAutoFlushCommands(false);
      var random = new Random(seed);
      for (int first = 0; first < count; first += GROUP) {
        var added = new ArrayList<RedisFuture<String>>();
        for (int number = first; number < Math.min(count, first + GROUP); number++) {
          added.add(connection.async().xadd(address.stream(), event(number, random)));
        }
        connection.flushCommands();
        if (!LettuceFutures.awaitAll(PATIENCE, added.toArray(RedisFuture[]::new))) {
          throw new RedisException("no answer in " + PATIENCE.toSeconds() + " s");
        }
      }
      var length = connection.async().xlen(address.stream());
      connection.flushCommands();
      LettuceFutures.awaitOrCancel(length, PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return length.toCompletableFuture().join();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ZERO);
    }
  }

  private static Map<String, String> event(int number, Random random) {
    var kind = KINDS.get(random.nextInt(KINDS.size()));
    var fields = new LinkedHashMap<String, String>();
    fields.put("operation", "upload");
    fields.put("filename", "file-%06d.%s".formatted(number, kind.get(0)));
    fields.put("size", Integer.toString(1 + random.nextInt(5_000_000)));
    fields.put("mime_type", kind.get(1));
    fields.put("storage_url", "s3://uploads/%016x".formatted(random.nextLong()));
    fields.put("uploader_id", "user-" + random.nextInt(500));
    fields.put("ts", FIRST.plusMillis(number * 37L).toString().replace("Z", ""));
    fields.put("already_stored", "true");
    return fields;
  }
}
