package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.http.NameServer.Record;
import io.sluice.http.NameServer.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemNamesTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final int SERVER_FAILS = 2;
  private static final int NO_SUCH_NAME = 3;
  private static final int REFUSED = 5;

  @TempDir Path directory;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private SystemNames names(InetSocketAddress... servers) throws IOException {
    var hosts = Files.writeString(directory.resolve("hosts"), "93.184.216.34 own.example own\n");
    return new SystemNames(
        new NameServers(SocketThreads.of(KIT.system()).next(), Duration.ofMillis(300)),
        new ResolverFiles(hosts, directory.resolve("resolv.conf")),
        List.of(servers),
        Runnable::run);
  }

  private static List<String> found(SystemNames names, String host) throws Exception {
    return names.addresses(host).toCompletableFuture().get(1, TimeUnit.MINUTES).stream()
        .map(InetAddress::getHostAddress)
        .toList();
  }

  private static Throwable failure(SystemNames names, String host) throws Exception {
    return names
        .addresses(host)
        .handle(
            (found, failure) ->
                failure instanceof CompletionException ? failure.getCause() : failure)
        .toCompletableFuture()
        .get(1, TimeUnit.MINUTES);
  }

  private static NameServer knowing() throws IOException {
    return new NameServer(
        (name, type) ->
            switch (name) {
              case "two.example" ->
                  type == NameServer.A
                      ? Said.records(Record.address("1.2.3.4"), Record.address("1.2.3.5"))
                      : Said.records(Record.address("2606:4700::1"));
              case "six.example" ->
                  type == NameServer.AAAA
                      ? Said.records(Record.address("2606:4700::1"))
                      : Said.code(0);
              case "alias.example" ->
                  Said.records(Record.alias("two.example"), Record.address("1.2.3.6"));
              case "lone-alias.example" -> Said.records(Record.alias("two.example"));
              case "ring.example" -> Said.records(Record.alias("ring.example"));
              case "under_score.example", "xn--mnchen-3ya.example" ->
                  Said.records(Record.address("1.2.3.7"));
              case "long.example" ->
                  new Said(0, true, List.of(Record.address("1.2.3.8"), Record.address("1.2.3.9")));
              case "empty.example" -> Said.code(0);
              case "failing.example" -> Said.code(SERVER_FAILS);
              case "refusing.example" -> Said.code(REFUSED);
              case "silent.example" -> null;
              default -> Said.code(NO_SUCH_NAME);
            });
  }

  @Test
  void gives_the_addresses_of_a_name_whichever_way_a_server_says_them() throws Exception {
    try (var server = knowing()) {
      var names = names(server.address());
      assertThat(found(names, "two.example")).containsExactly("1.2.3.4", "1.2.3.5");
      assertThat(found(names, "six.example")).containsExactly("2606:4700:0:0:0:0:0:1");
      assertThat(found(names, "alias.example")).containsExactly("1.2.3.6");
      assertThat(found(names, "lone-alias.example")).containsExactly("1.2.3.4", "1.2.3.5");
      assertThat(found(names, "under_score.example")).containsExactly("1.2.3.7");
      assertThat(found(names, "long.example")).containsExactly("1.2.3.8", "1.2.3.9");
      assertThat(server.asked()).contains("two.example 1").doesNotContain("two.example 28");
    }
  }

  @Test
  void a_name_that_is_not_there_is_told_from_one_that_nobody_answered_for() throws Exception {
    try (var server = knowing()) {
      var names = names(server.address());
      for (var host :
          List.of("nowhere.example", "empty.example", "ring.example", "a..b", "x".repeat(70))) {
        assertThat(failure(names, host))
            .isInstanceOf(UnknownNameException.class)
            .hasMessage(host + " is not a known name");
      }
      for (var host : List.of("failing.example", "refusing.example", "silent.example")) {
        var failure = failure(names, host);
        assertThat(failure)
            .isInstanceOf(UnresolvedException.class)
            .hasMessageStartingWith(
                "%s: name server 127.0.0.1 port %d does not say where it is: "
                    .formatted(host, server.address().getPort()));
        assertThat(((HttpFailure) failure).reason()).isEqualTo(HttpFailure.Reason.DNS_TIMEOUT);
      }
    }
  }

  @Test
  void the_next_server_is_asked_where_one_fails_or_is_silent() throws Exception {
    try (var failing = new NameServer((name, type) -> Said.code(SERVER_FAILS));
        var silent = new NameServer((name, type) -> null);
        var server = knowing()) {
      assertThat(found(names(failing.address(), server.address()), "two.example")).hasSize(2);
      assertThat(found(names(silent.address(), server.address()), "two.example")).hasSize(2);
      assertThat(failing.asked()).hasSize(1);
    }
  }

  @Test
  void what_needs_no_server_asks_none() throws Exception {
    var nobody = names(new InetSocketAddress("127.0.0.1", 1));
    assertThat(found(nobody, "own.example")).containsExactly("93.184.216.34");
    assertThat(found(nobody, "localhost")).contains("127.0.0.1");
    assertThat(found(nobody, "1.2.3.4")).containsExactly("1.2.3.4");
    assertThat(found(nobody, "[2606:4700::1]")).containsExactly("2606:4700:0:0:0:0:0:1");
  }

  @Test
  void hundreds_of_names_that_nobody_answers_for_take_no_longer_than_one() throws Exception {
    try (var server = knowing()) {
      var names = names(server.address());
      var asked = new ArrayList<CompletableFuture<?>>();
      for (int i = 0; i < 300; i++) {
        asked.add(names.addresses("silent.example").toCompletableFuture());
      }
      assertThat(found(names, "two.example")).hasSize(2);
      asked.forEach(one -> assertThat(one).failsWithin(Duration.ofSeconds(30)));
    }
  }

  @Test
  void the_file_of_the_machine_says_whom_to_ask_and_what_may_be_meant() throws Exception {
    var file = directory.resolve("resolv.conf");
    Files.writeString(
        file,
        """
        # A comment
        nameserver 1.1.1.1
        nameserver 2606:4700::1111
        nameserver none
        domain old.example
        search a.example B.example.
        options timeout:1 ndots:2
        """);
    var servers = new ResolverFiles(directory.resolve("hosts"), file).servers();
    assertThat(servers.addresses())
        .containsExactly(
            new InetSocketAddress("1.1.1.1", 53), new InetSocketAddress("2606:4700::1111", 53));
    assertThat(servers.meant("x")).containsExactly("x.a.example", "x.b.example", "x");
    assertThat(servers.meant("x.y")).containsExactly("x.y", "x.y.a.example", "x.y.b.example");
    assertThat(servers.meant("x.y.z")).containsExactly("x.y.z");
    var none = new ResolverFiles(directory.resolve("no"), directory.resolve("no")).servers();
    assertThat(none.addresses()).containsExactly(new InetSocketAddress("127.0.0.1", 53));
  }

  @Test
  void the_setting_has_its_servers_asked() throws Exception {
    try (var server = knowing()) {
      var settings =
          new HttpSettings(
              AllowedAddresses.NONE, "x", Duration.ofSeconds(1), List.of(server.address()));
      var http = new GuardedHttp(KIT.system(), settings, new ByteBudget(100));
      var asked =
          http.get(URI.create("http://nowhere.example/"), Client.BOUNDS).toCompletableFuture();
      var failure =
          catchThrowableOfType(ExecutionException.class, () -> asked.get(1, TimeUnit.MINUTES));
      assertThat(failure.getCause()).isInstanceOf(UnknownNameException.class);
      assertThat(server.asked()).containsExactly("nowhere.example 1");
    }
  }
}
