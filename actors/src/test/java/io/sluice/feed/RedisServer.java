package io.sluice.feed;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.models.stream.PendingMessage;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Redis of its own for a test: a real server, which can be killed and started again. */
public final class RedisServer implements AutoCloseable {
  private static final String IN_JAR = "/redis-server-6.2.6-v5-linux-amd64";

  private final String program;
  private final Path directory;
  private final List<String> options;
  private final int port;
  private Process process;
  private RedisClient client;
  private StatefulRedisConnection<String, String> connection;

  private RedisServer(String program, Path directory, List<String> options) {
    this.program = program;
    this.directory = directory;
    this.options = options;
    port = freePort();
  }

  /** The one that is installed. */
  public static RedisServer start(Path directory, String... options) {
    return of("redis-server", directory, options);
  }

  /** Version 6.2, which comes with the tests. */
  public static RedisServer ofVersion6(Path directory, String... options) {
    try (var in = RedisServer.class.getResourceAsStream(IN_JAR)) {
      var program = directory.resolve("redis-server-6.2");
      Files.copy(in, program);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      return of(program.toString(), directory, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that watches a master, and names another soon after that is gone. */
  public static RedisServer sentinel(
      Path directory, String name, RedisServer master, String password) {
    try {
      var file =
          Files.writeString(
              directory.resolve("sentinel.conf"),
              """
              sentinel monitor %1$s 127.0.0.1 %2$d 1
              sentinel auth-pass %1$s %3$s
              sentinel down-after-milliseconds %1$s 500
              sentinel failover-timeout %1$s 2000
              """
                  .formatted(name, master.port(), password));
      return of("redis-server " + file + " --sentinel", directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RedisServer of(String program, Path directory, String... options) {
    var server = new RedisServer(program, directory, List.of(options));
    server.start();
    return server;
  }

  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again, with what it has on its disk. */
  public void start() {
    var command = new ArrayList<>(List.of(program.split(" ")));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", directory.toString()));
    if (!command.contains("--sentinel")) {
      command.addAll(List.of("--save", "", "--appendonly", "yes", "--appendfsync", "always"));
    }
    command.addAll(options);
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(directory.resolve("redis.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      connect();
    } catch (Throwable e) {
      process.destroyForcibly().onExit().join();
      throw e;
    }
  }

  private void connect() {
    var uri = new RedisURI("127.0.0.1", port, Duration.ofSeconds(10));
    password().ifPresent(word -> uri.setAuthentication(word));
    Waiting.until(
        "Redis answers",
        () -> {
          var tried = RedisClient.create(uri);
          try {
            connection = tried.connect();
            connection.sync().ping();
            client = tried;
            return true;
          } catch (RuntimeException e) {
            tried.shutdown(Duration.ZERO, Duration.ZERO);
            return false;
          }
        });
  }

  private Optional<String> password() {
    return options.contains("--requirepass")
        ? Optional.of(option("--requirepass"))
        : Optional.empty();
  }

  /** What it was started with. */
  public String option(String name) {
    return options.get(options.indexOf(name) + 1);
  }

  /** As where its machine loses power. */
  public void kill() {
    disconnect();
    process.destroyForcibly().onExit().join();
  }

  private void disconnect() {
    client.shutdown(Duration.ZERO, Duration.ZERO);
  }

  public int port() {
    return port;
  }

  public String url(String stream) {
    return "redis://127.0.0.1:%d/%s".formatted(port, stream);
  }

  public RedisCommands<String, String> ask() {
    return connection.sync();
  }

  /** An event of a file that is stored already, with some other fields. */
  public static Map<String, String> event(String name, String... others) {
    var fields = new HashMap<String, String>();
    fields.put("operation", "upload");
    fields.put("filename", name);
    fields.put("size", "7");
    fields.put("mime_type", "image/jpeg");
    fields.put("storage_url", "s3://bucket/" + name);
    fields.put("uploader_id", "somebody");
    fields.put("ts", "2026-02-03T04:05:06.789");
    fields.put("already_stored", "true");
    for (int i = 0; i < others.length; i += 2) {
      fields.put(others[i], others[i + 1]);
    }
    return fields;
  }

  /** Adds so many events of files that are stored already. */
  public void add(String stream, int first, int count) {
    var async = connection.async();
    connection.setAutoFlushCommands(false);
    for (int number = first; number < first + count; number++) {
      async.xadd(stream, event("file-" + number));
      if (number % 1000 == 0) {
        connection.flushCommands();
      }
    }
    connection.flushCommands();
    connection.setAutoFlushCommands(true);
    ask().ping();
  }

  /** Gives so many new entries to a consumer, which does nothing with them. */
  @SuppressWarnings("unchecked")
  public void read(String stream, String group, String consumer, int count) {
    var given =
        ask()
            .xreadgroup(
                Consumer.from(group, consumer),
                XReadArgs.Builder.count(count),
                StreamOffset.lastConsumed(stream));
    if (given.size() != count) {
      throw new AssertionError(given.size() + " entries are there, and not " + count);
    }
  }

  /** What a consumer was given counts as given to it this moment. */
  public void touch(String stream, String group, String consumer) {
    var who = Consumer.from(group, consumer);
    var ids =
        ask().xpending(stream, who, Range.unbounded(), Limit.from(1000)).stream()
            .map(PendingMessage::getId)
            .toArray(String[]::new);
    if (ids.length > 0) {
      ask().xclaim(stream, who, XClaimArgs.Builder.justid().minIdleTime(0), ids);
    }
  }

  public boolean isMaster() {
    return ask().info("replication").contains("role:master");
  }

  /** Whether it has all that its master has. */
  public boolean isFollowing() {
    return ask().info("replication").contains("master_link_status:up");
  }

  /** How many replicas of a master this sentinel knows. */
  public int replicas(String master) {
    var facts = ask().info("sentinel");
    var found =
        Pattern.compile("name=%s,status=ok,.*slaves=(\\d+)".formatted(master)).matcher(facts);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  /** A number that XINFO GROUPS tells of a group; null where it tells none. */
  public Object groupFact(String stream, String group, String name) {
    for (var one : ask().xinfoGroups(stream)) {
      var facts = (List<?>) one;
      if (facts.get(1).equals(group)) {
        return facts.get(facts.indexOf(name) + 1);
      }
    }
    throw new AssertionError("no group " + group);
  }

  /** The id of the last entry of a stream. */
  public String lastId(String stream) {
    return ask().xrevrange(stream, Range.unbounded(), Limit.from(1)).get(0).getId();
  }

  public void destroyGroup(String stream, String group) {
    ask().xgroupDestroy(stream, group);
  }

  public long pending(String stream, String group) {
    return ask().xpending(stream, group).getCount();
  }

  /** Puts items behind a list. */
  public void push(String list, String... items) {
    ask().rpush(list, items);
  }

  public long length(String list) {
    return ask().llen(list);
  }

  /** How many items of a list runs have taken and not settled. */
  public long taken(String list) {
    return ask().keys(list + ":processing:*").stream()
        .filter(key -> ask().type(key).equals("hash"))
        .mapToLong(key -> ask().hlen(key))
        .sum();
  }

  public List<String> keys() {
    return ask().keys("*");
  }

  /** What it has logged. */
  public Stream<String> log() throws IOException {
    return Files.readAllLines(directory.resolve("redis.log")).stream();
  }

  @Override
  public void close() {
    disconnect();
    process.destroyForcibly().onExit().join();
  }
}
