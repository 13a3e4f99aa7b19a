package io.sluice.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.ledger.feed.FeedRow;
import io.sluice.persistence.BegunLog;
import io.sluice.persistence.Waiting;
import io.sluice.tls.Authority;
import io.sluice.tls.PemFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Servers as they are met: by TLS, by sentinels, old ones, and such as refuse for a while. */
@Isolated("it counts lines of the log")
@Timeout(120)
class FeedServerTest {
  private static final String STREAM = "file-events";

  @TempDir Path directory;
  private FeedFixture fixture;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final List<AutoCloseable> servers = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    fixture = new FeedFixture(directory);
    lines.start();
    root().addAppender(lines);
  }

  private static Logger root() {
    return BegunLog.of(Logger.ROOT_LOGGER_NAME);
  }

  @AfterEach
  void stop() throws Exception {
    root().detachAppender(lines);
    fixture.close();
    for (var server : servers) {
      server.close();
    }
  }

  private RedisServer redis(String name, String... options) throws IOException {
    var server = RedisServer.start(Files.createDirectory(directory.resolve(name)), options);
    servers.add(server);
    return server;
  }

  /** The client's own, which come each time, are in no log. */
  private List<String> warnings() {
    return List.copyOf(lines.list).stream()
        .filter(line -> line.getLoggerName().startsWith("io.sluice"))
        .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private FeedRow awaitError(FeedRow feed, String part) {
    return fixture.await(feed, row -> row.lastError() != null && row.lastError().contains(part));
  }

  private FeedSettings trusting(Path authorities) {
    return fixture.settings(Map.of(), Optional.of(new PemFile("REDIS_TLS_CA", authorities)));
  }

  private RedisServer secure(Authority authority, String name) throws IOException {
    var pair = authority.sign("redis", "-ext", "san=" + name);
    return redis(
        "secure",
        "--tls-port",
        Integer.toString(RedisServer.freePort()),
        "--tls-cert-file",
        pair.certificate().toString(),
        "--tls-key-file",
        pair.key().toString(),
        "--tls-ca-cert-file",
        authority.file().toString(),
        "--tls-auth-clients",
        "no");
  }

  private FeedRow secureFeed(RedisServer server) {
    return fixture.feed("rediss://127.0.0.1:%s/%s".formatted(server.option("--tls-port"), STREAM));
  }

  private Authority authority(String name) throws IOException {
    return Authority.make(Files.createDirectory(directory.resolve(name)));
  }

  @Test
  void a_server_that_a_private_authority_signed_is_read_by_tls() throws IOException {
    var authority = authority("ca");
    var server = secure(authority, "ip:127.0.0.1");
    server.add(STREAM, 0, 5);
    var feed = secureFeed(server);
    var first = fixture.read();
    awaitError(feed, "is not trusted: put the certificate of who signed its own into REDIS_TLS_CA");
    fixture.leave(first);
    // A file that is mended meanwhile counts.
    var file = directory.resolve("trusted.pem");
    Files.copy(authority("foreign").file(), file);
    fixture.read(trusting(file));
    awaitError(feed, "not trusted");
    Files.writeString(file, Files.readString(authority.file()));
    fixture.await(feed, row -> row.counts().stored() == 5);
  }

  @Test
  void a_server_with_a_certificate_of_another_name_is_refused() throws IOException {
    var authority = authority("ca");
    var server = secure(authority, "dns:redis.example");
    server.add(STREAM, 0, 5);
    var feed = secureFeed(server);
    fixture.read(trusting(authority.file()));
    awaitError(
        feed,
        "has a certificate for another name: write the address with a name that stands in it");
    assertThat(fixture.events()).isZero();
  }

  @Test
  void tls_to_a_server_without_it_and_the_other_way_round_are_told() throws IOException {
    var server = redis("plain");
    var feed = fixture.feed(server.url(STREAM).replace("redis:", "rediss:"));
    fixture.read();
    awaitError(feed, "gave no answer by TLS: if it speaks none, write redis://");
    var secure = secure(authority("ca"), "ip:127.0.0.1");
    var other = fixture.feed("redis://127.0.0.1:%s/other".formatted(secure.option("--tls-port")));
    fixture.await(other, row -> row.lastError() != null);
  }

  @Test
  void events_go_on_when_sentinels_name_another_master() throws IOException {
    var master = redis("master", "--requirepass", "word", "--masterauth", "word");
    var replica =
        redis(
            "replica",
            "--requirepass",
            "word",
            "--masterauth",
            "word",
            "--replicaof",
            "127.0.0.1 " + master.port());
    var sentinel =
        RedisServer.sentinel(
            Files.createDirectory(directory.resolve("sentinel")), "mymaster", master, "word");
    servers.add(sentinel);
    Waiting.until("the replica follows", () -> replica.isFollowing());
    Waiting.until("it is known", () -> sentinel.replicas("mymaster") == 1);
    master.add(STREAM, 0, 3000);
    var feed =
        fixture.feed(
            "redis-sentinel://:word@127.0.0.1:%d/%s#mymaster".formatted(sentinel.port(), STREAM));
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() > 0);
    Waiting.until("all is copied", () -> replica.ask().xlen(STREAM) == 3000);
    master.kill();
    Waiting.until("it is the master", () -> replica.isMaster());
    replica.add(STREAM, 3000, 500);
    fixture.await(feed, row -> row.counts().stored() == 3500);
    Waiting.until("all acknowledged", () -> replica.pending(STREAM, "sluice") == 0);
    assertThat(fixture.events()).isEqualTo(3500);
    assertThat(fixture.ledger.count("SELECT count(DISTINCT filename) FROM sluice.file_events"))
        .isEqualTo(3500);
    assertThat(warnings()).hasSizeLessThan(15).noneMatch(line -> line.contains("word"));
  }

  @Test
  void what_is_refused_for_now_is_waited_for() throws IOException {
    var server = redis("full");
    var feed = fixture.feed(server.url(STREAM));
    fixture.read();
    server.add(STREAM, 0, 5);
    fixture.await(feed, row -> row.counts().stored() == 5);
    server.ask().configSet("min-replicas-to-write", "1");
    awaitError(feed, "has too few replicas");
    server.ask().configSet("min-replicas-to-write", "0");
    server.add(STREAM, 5, 5);
    fixture.await(feed, row -> row.counts().stored() == 10);

    server.ask().replicaof("127.0.0.1", RedisServer.freePort());
    awaitError(feed, "is a replica now");
    server.ask().replicaofNoOne();
    server.add(STREAM, 10, 5);
    fixture.await(feed, row -> row.counts().stored() == 15);

    // A dead letter needs memory, which is waited for as all else.
    server.ask().xadd(STREAM, Map.of("no", "event"));
    fixture.await(feed, row -> row.counts().dead() == 1);
    var dead = server.ask().xlen(STREAM + ":dead");
    server.ask().xadd(STREAM, Map.of("no", "event either"));
    server.ask().configSet("maxmemory", "1");
    awaitError(feed, "has no memory left");
    server.ask().configSet("maxmemory", "0");
    fixture.await(feed, row -> row.counts().dead() == 2);
    Waiting.until("a copy", () -> server.ask().xlen(STREAM + ":dead") == dead + 1);
    Waiting.until("all acknowledged", () -> server.pending(STREAM, "sluice") == 0);
    assertThat(warnings()).hasSizeLessThan(15);
  }

  @Test
  void a_server_that_is_away_is_told_of_once() throws IOException {
    var server = redis("away");
    server.add(STREAM, 0, 5);
    var feed = fixture.feed(server.url(STREAM));
    server.kill();
    fixture.read();
    awaitError(feed, "cannot be reached");
    long runs = runs();
    Waiting.until("it was tried some times", () -> runs() > runs + 10);
    assertThat(warnings()).hasSize(1);
    server.start();
    fixture.await(feed, row -> row.counts().stored() == 5);
    server.kill();
    long later = runs();
    Waiting.until("it was tried some times", () -> runs() > later + 10);
    assertThat(warnings()).as("closed, and not there").hasSizeLessThanOrEqualTo(4);
    server.start();
  }

  @Test
  void sentinels_that_are_away_or_know_no_such_master_are_told_of_once() throws IOException {
    var feed =
        fixture.feed(
            "redis-sentinel://:word@127.0.0.1:%d,127.0.0.1:%d/%s#mymaster"
                .formatted(RedisServer.freePort(), RedisServer.freePort(), STREAM));
    fixture.read();
    awaitError(feed, "cannot be reached");
    Waiting.until("it was tried some times", () -> runs() > 10);
    assertThat(warnings()).hasSize(1);
    var master = redis("master");
    var sentinel =
        RedisServer.sentinel(
            Files.createDirectory(directory.resolve("sentinel")), "known", master, "word");
    servers.add(sentinel);
    var other =
        fixture.feed("redis-sentinel://127.0.0.1:%d/%s#unknown".formatted(sentinel.port(), STREAM));
    fixture.await(other, row -> row.lastError() != null && row.lastError().contains("unknown"));
  }

  private long runs() {
    return fixture.ledger.count("SELECT max(epoch) FROM sluice.run WHERE entity LIKE 'feed-%%'");
  }

  @Test
  void a_server_that_is_too_old_is_refused() throws IOException {
    var old = new OldServer();
    servers.add(old);
    var feed = fixture.feed("redis://127.0.0.1:%d/%s".formatted(old.port(), STREAM));
    fixture.read();
    awaitError(feed, "has version 5.0.14, which is too old: 6.2 or later is needed");
  }

  /** Answers as version 5 does, which knows no HELLO. */
  private static final class OldServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());

    OldServer() throws IOException {
      var thread = new Thread(this::accept, "old Redis");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return socket.getLocalPort();
    }

    private void accept() {
      try {
        while (true) {
          var one = socket.accept();
          new Thread(() -> answer(one), "old Redis").start();
        }
      } catch (IOException e) {
        // It is closed.
      }
    }

    private static void answer(Socket one) {
      try (one) {
        var in =
            new BufferedReader(new InputStreamReader(one.getInputStream(), StandardCharsets.UTF_8));
        while (true) {
          var count = in.readLine();
          if (count == null) {
            return;
          }
          var words = new ArrayList<String>();
          for (int i = Integer.parseInt(count.substring(1)); i > 0; i--) {
            in.readLine();
            words.add(in.readLine());
          }
          one.getOutputStream().write(answer(words).getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        // The other side went.
      }
    }

    private static String answer(List<String> words) {
      var info = "# Server\r\nredis_version:5.0.14\r\n";
      return switch (words.get(0).toUpperCase()) {
        case "INFO" -> "$%d\r\n%s\r\n".formatted(info.length(), info);
        case "PING" -> "+PONG\r\n";
        case "CLIENT" -> "+OK\r\n";
        default ->
            "-ERR unknown command `%s`, with args beginning with: \r\n".formatted(words.get(0));
      };
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
