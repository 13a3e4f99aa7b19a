package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.http.NameServer;
import io.sluice.http.NameServer.Said;
import io.sluice.words.SilentPort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a way to the site one is told soon, and told which site it is. */
class NoNetworkTest {
  /** A site that is away is waited for ten minutes; the program's own start takes a while too. */
  private static final Duration SOON = Duration.ofMinutes(2);

  /** A network of its own, in which there is only the machine itself, for the command behind. */
  private static final List<String> ALONE =
      List.of("unshare", "-rn", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");

  private static final int NO_SUCH_NAME = 3;

  @TempDir private Path directory;

  @Test
  void a_site_that_is_not_known_or_refuses_is_named() throws IOException {
    try (var names = new NameServer((name, type) -> Said.code(NO_SUCH_NAME));
        var silent = new SilentPort()) {
      var unknown =
          Scene.in(directory)
              .setup()
              .with("TELEGRAM_URL", "http://nowhere.example")
              .with("DNS_SERVERS", "127.0.0.1:" + names.address().getPort());
      var refusing = "127.0.0.1:" + silent.number();
      var closed =
          Scene.in(directory)
              .setup()
              .with("TELEGRAM_URL", "http://" + refusing)
              .with("ALLOWED_ADDRESSES", refusing);
      try (var first = Attempt.start(List.of(), unknown);
          var second = Attempt.start(List.of(), closed)) {
        first.assertToldSoon("http://nowhere.example", "nowhere.example is not a known name");
        second.assertToldSoon("http://" + refusing, "Connection refused");
      }
    }
  }

  @Test
  void on_a_machine_without_a_network_the_site_is_named() throws Exception {
    var probe = new ProcessBuilder("sh", "-c", "unshare -rn ip link set lo up").start();
    assumeTrue(probe.waitFor() == 0, "nobody may make a network of his own on this machine");
    try (var attempt = Attempt.start(ALONE, new Sluice.Setup(directory, Map.of(), List.of()))) {
      attempt.assertToldSoon("https://t.me", "t.me: name server ");
    }
  }

  /** A collection that began just now and cannot come to anything. */
  private record Attempt(Sluice program, long began) implements AutoCloseable {
    static Attempt start(List<String> prefix, Sluice.Setup setup) {
      return new Attempt(setup.start(prefix, "collect", "@durov"), System.nanoTime());
    }

    void assertToldSoon(String site, String why) {
      program.awaitLog(site + " gives no answer (");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
      assertThat(program.end().assertExit(1).output())
          .contains("durov: " + site + " gives no answer (", why, "TELEGRAM_URL");
    }

    @Override
    public void close() {
      program.close();
    }
  }
}
