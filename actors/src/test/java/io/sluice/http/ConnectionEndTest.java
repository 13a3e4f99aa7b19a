package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Waiting;
import io.sluice.words.SilentPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No connection outlives its use: sockets are counted when many hosts were asked. */
class ConnectionEndTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final int HOSTS = 40;
  private static final int MOST_IDLE = 100;
  private static final HttpSettings SETTINGS =
      new HttpSettings(AllowedAddresses.NONE, "Sluice/0.1", Duration.ofMinutes(1));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  /** Those of clients that are connecting, open, or closed by the server alone. */
  private static long sockets(int port) {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .flatMap(ConnectionEndTest::lines)
        .map(line -> line.strip().split("\\s+"))
        .filter(parts -> parts[2].endsWith(":%04X".formatted(port)))
        .filter(parts -> Set.of("01", "02", "08").contains(parts[3]))
        .count();
  }

  private static Stream<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitNoSockets(int port) {
    Waiting.until(() -> "no sockets of " + sockets(port), () -> sockets(port) == 0);
  }

  /** Answers at each address of loopback, which are so many hosts. */
  private static RawServer onAllAddresses(RawServer.Reply reply) throws IOException {
    return new RawServer(new ServerSocket(0, 200, InetAddress.getByName("0.0.0.0")), reply);
  }

  private static Connections connections(Duration longestIdle, int mostIdle) {
    return new Connections(KIT.system(), Tls.ofThisMachine(), SETTINGS, longestIdle, mostIdle);
  }

  private static List<Connection> open(Connections all, RawServer server) throws IOException {
    return open(all, server, HOSTS);
  }

  private static List<Connection> open(Connections all, RawServer server, int hosts)
      throws IOException {
    var open = new ArrayList<Connection>();
    for (int i = 1; i <= hosts; i++) {
      var address = InetAddress.getByName("127.0.4." + i);
      open.add(all.take(new Connection.Peer(false, "host" + i, server.port(), address)));
    }
    return open;
  }

  private static void ask(Connection connection) {
    connection
        .send(
            Request.get(URI.create("http://host/")),
            "/",
            new Bounds(1000, Duration.ofMinutes(1)),
            new FreeMemory())
        .join();
  }

  @Test
  void one_that_nobody_asked_again_is_cut_with_all_that_belongs_to_it() throws Exception {
    try (var server =
        onAllAddresses((request, socket) -> RawServer.write(socket, RawServer.ok("", "fine")))) {
      var all = connections(Duration.ofMillis(300), Connections.MOST_IDLE);
      for (var connection : open(all, server)) {
        ask(connection);
        assertThat(sockets(server.port())).isPositive();
        all.giveBack(connection);
      }
      awaitNoSockets(server.port());
    }
  }

  @Test
  void one_that_its_server_ends_leaves_nothing_for_as_long_as_nobody_asks() throws Exception {
    try (var server =
        onAllAddresses(
            (request, socket) -> {
              RawServer.write(socket, RawServer.ok("", "fine"));
              socket.close();
            })) {
      var all = connections(Duration.ofMinutes(1), MOST_IDLE);
      for (var connection : open(all, server)) {
        ask(connection);
        all.giveBack(connection);
      }
      awaitNoSockets(server.port());
    }
  }

  @Test
  void each_host_has_its_own_again_however_many_others_wait() throws Exception {
    try (var server =
        onAllAddresses((request, socket) -> RawServer.write(socket, RawServer.ok("", "fine")))) {
      var all = connections(Duration.ofMinutes(1), Connections.MOST_IDLE);
      var first = open(all, server, 250);
      for (var connection : first) {
        ask(connection);
        all.giveBack(connection);
      }
      assertThat(open(all, server, 250)).isEqualTo(first);
      first.forEach(Connection::cut);
    }
  }

  @Test
  void those_that_wait_are_not_more_than_a_few() throws Exception {
    try (var server =
        onAllAddresses((request, socket) -> RawServer.write(socket, RawServer.ok("", "fine")))) {
      var all = connections(Duration.ofMinutes(1), MOST_IDLE);
      var kept = new ArrayList<Connection>();
      for (int i = 0; i <= MOST_IDLE / HOSTS; i++) {
        kept.addAll(open(all, server));
      }
      for (var connection : kept) {
        ask(connection);
        all.giveBack(connection);
      }
      var cut = kept.subList(0, kept.size() - MOST_IDLE);
      Waiting.until("their end", () -> cut.stream().noneMatch(Connection::isOpen));
      assertThat(kept.subList(cut.size(), kept.size())).allMatch(Connection::isOpen);
      kept.forEach(Connection::cut);
      awaitNoSockets(server.port());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1",
        "no answer\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\npart",
        "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone",
        "HTTP/1.1 200 OK\r\nContent-Encoding: odd\r\nContent-Length: 4\r\n\r\nnone"
      })
  void one_that_fails_leaves_nothing(String said) throws Exception {
    fail("http", said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 400 Bad Request\r\n\r\n"})
  void one_whose_server_has_no_tls_leaves_nothing(String said) throws Exception {
    fail("https", said);
  }

  private static void fail(String scheme, String said) throws Exception {
    for (var closes : new boolean[] {true, false}) {
      try (var server =
          onAllAddresses(
              (request, socket) -> {
                RawServer.write(socket, said);
                if (closes) {
                  socket.close();
                }
              })) {
        askAll(scheme, server.port());
        awaitNoSockets(server.port());
      }
    }
  }

  @Test
  void one_that_never_came_about_leaves_nothing() throws Exception {
    try (var silent = new SilentPort()) {
      askAll("http", silent.number());
      awaitNoSockets(silent.number());
    }
  }

  private static void askAll(String scheme, int port) {
    var bounds = new Bounds(1000, Duration.ofMillis(500));
    var http = new Client(KIT, "127.0.0.0/8").http();
    var asked = new ArrayList<CompletableFuture<Answer>>();
    for (int i = 1; i <= HOSTS; i++) {
      var uri = URI.create(scheme + "://127.0.3." + i + ":" + port + "/");
      asked.add(http.get(uri, bounds).toCompletableFuture());
    }
    asked.forEach(one -> assertThat(one).failsWithin(Duration.ofMinutes(1)));
  }
}
