package io.sluice.bench;

import com.typesafe.config.Config;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.EmbeddedServer;
import io.sluice.words.FeedAddress;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Stores the events of a stream in all ways, in turn, each from the beginning. */
final class EventsRound {
  static final String OURS = "Sluice";

  /** Python is as fast at the end as at the beginning. */
  private static final int MOST_OF_THEIRS = 20_000;

  private static final String STREAM = "file-events";
  private static final List<String> WAYS = List.of("executemany", "execute_values", "each");
  private static final List<String> SETTINGS =
      List.of("CONSUMER_BATCH_SIZE", "CONSUMER_BLOCK_MS", "DB_MAX_POOL_SIZE");

  private final Config config;
  private final ScratchFolder folder;
  private final Optional<PythonProgram> consumer;
  private final int count;
  private final int slowCount;
  private final Duration database;
  private final Duration redis;

  /**
   * @param count events of ways that take little time for one
   * @param slowCount of the others
   * @param database how much farther away it is
   * @param redis how much farther away it is
   */
  EventsRound(
      Config config,
      ScratchFolder folder,
      Optional<PythonProgram> consumer,
      int count,
      int slowCount,
      Duration database,
      Duration redis) {
    this.config = config;
    this.folder = folder;
    this.consumer = consumer;
    this.count = count;
    this.slowCount = slowCount;
    this.database = database;
    this.redis = redis;
  }

  /** Events a second, by way. */
  Map<String, Double> run(Consumer<String> told)
      throws IOException, InterruptedException, SQLException {
    var figures = new LinkedHashMap<String, Double>();
    try (var server = EmbeddedServer.start(folder.folder("server"))) {
      if (consumer.isPresent()) {
        for (var way : WAYS) {
          figures.put(way, theirs(way, server));
          told.accept("%s %.0f events/s".formatted(way, figures.get(way)));
        }
      }
      figures.put(OURS, ours(server));
      told.accept("%s %.0f events/s".formatted(OURS, figures.get(OURS)));
    }
    return figures;
  }

  private double theirs(String way, EmbeddedServer server)
      throws IOException, InterruptedException, SQLException {
    boolean slow = way.equals("each") || way.equals("executemany") && !database.isZero();
    int events = slow ? slowCount : Math.min(count, MOST_OF_THEIRS);
    try (var place = new Place(server, events)) {
      var answer =
          consumer
              .get()
              .run(
                  place.database(),
                  List.of(
                      "--redis",
                      "redis://127.0.0.1:" + place.redisPort(),
                      "--stream",
                      STREAM,
                      "--count",
                      Integer.toString(events),
                      "--insert",
                      way));
      place.check("public", events);
      return events / answer.get("seconds").asDouble();
    }
  }

  private double ours(EmbeddedServer server)
      throws IOException, InterruptedException, SQLException {
    try (var place = new Place(server, count);
        var store = ScratchFolder.create(folder.folder("store"))) {
      var address = "redis://127.0.0.1:%d/%s".formatted(place.redisPort(), STREAM);
      try (var clock = new StoredClock(place.scratch())) {
        JavaProgram.in(store.folder("data"), config, SETTINGS)
            .with(Map.of("DATABASE_URL", place.database().url()))
            .run("consume", "--drain", address);
        place.check("sluice", count);
        return count / clock.seconds();
      }
    }
  }

  /** A server of each kind, with all events in one, and as far away as wanted. */
  private final class Place implements AutoCloseable {
    private final ScratchDatabase scratch;
    private final RedisProcess stream;
    private final SlowProxy beforeDatabase;
    private final SlowProxy beforeRedis;

    Place(EmbeddedServer server, int events) throws IOException, InterruptedException {
      scratch = ScratchDatabase.create(server.address());
      stream =
          RedisProcess.start(folder.folder("redis"))
              .orElseThrow(() -> new IOException("redis-server is not installed"));
      var at = "redis://127.0.0.1:%d/%s".formatted(stream.port(), STREAM);
      new EventStream(FeedAddress.of(at), 1).write(events);
      var host = server.address().host();
      int colon = host.lastIndexOf(':');
      beforeDatabase =
          SlowProxy.before(
              host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)), database);
      beforeRedis = SlowProxy.before("127.0.0.1", stream.port(), EventsRound.this.redis);
    }

    ScratchDatabase scratch() {
      return scratch;
    }

    DatabaseAddress database() {
      var address = scratch.rewriting(false);
      return database.isZero()
          ? address
          : new DatabaseAddress(
              "127.0.0.1:" + beforeDatabase.port(),
              address.name(),
              address.user(),
              address.password(),
              address.parameters());
    }

    int redisPort() {
      return EventsRound.this.redis.isZero() ? stream.port() : beforeRedis.port();
    }

    void check(String schema, int expected) throws SQLException {
      try (var connection = scratch.connect();
          var statement = connection.createStatement();
          var row =
              statement.executeQuery("SELECT count(*) FROM %s.file_events".formatted(schema))) {
        row.next();
        if (row.getInt(1) != expected) {
          throw new IllegalStateException(
              "%s: %d rows of %d events".formatted(schema, row.getInt(1), expected));
        }
      }
    }

    @Override
    public void close() throws IOException {
      beforeDatabase.close();
      beforeRedis.close();
      stream.close();
      scratch.close();
    }
  }
}
