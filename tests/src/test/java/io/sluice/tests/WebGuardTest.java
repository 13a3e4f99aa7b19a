package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standin.PhotoAnswer;
import io.sluice.standin.StandInOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of a site that means harm, and addresses that nobody may make the program ask. */
class WebGuardTest {
  private static final long GIBIBYTE = 1L << 30;

  @TempDir private Path directory;

  @Test
  void photos_that_lead_inside_swell_or_drip_are_refused_and_the_rest_is_stored()
      throws IOException {
    try (var scene =
            WebScene.in(directory, StandInOptions.defaults().withChannels(1).withMessages(60));
        var other = new Bystander()) {
      var channel = scene.channel(1);
      var photos = channel.posts().stream().flatMap(post -> post.photoIds().stream()).toList();
      var answers =
          List.of(
              new PhotoAnswer.Redirect(URI.create("http://169.254.169.254/latest/meta-data/")),
              new PhotoAnswer.Redirect(URI.create("http://inside.example/admin")),
              new PhotoAnswer.Redirect(URI.create("http://127.0.0.1:" + other.port() + "/")),
              new PhotoAnswer.GzipBomb(GIBIBYTE),
              new PhotoAnswer.Trickle());
      for (int i = 0; i < answers.size(); i++) {
        channel.answerPhoto(photos.get(3 * i), answers.get(i));
      }
      var hosts = Files.writeString(directory.resolve("hosts"), "10.0.0.1 inside.example\n");

      var ended =
          scene
              .setup()
              .with("PHOTO_TIMEOUT", "4s")
              .withJvm("-Xmx256m", "-Djdk.net.hosts.file=" + hosts)
              .run("collect", "@harbournews1")
              .assertExit(0);

      assertThat(ended.output()).contains("completed", "incomplete", "3 refused", "1 too large");
      assertThat(scene.photo(photos.get(0)))
          .containsExactly("refused", "169.254.169.254 is refused: link-local, 169.254.0.0/16");
      assertThat(scene.photo(photos.get(3)).toString())
          .startsWith("[refused, inside.example (10.0.0.1) is refused: ");
      assertThat(scene.photo(photos.get(6)))
          .containsExactly("refused", "127.0.0.1 is refused: loopback, 127.0.0.0/8");
      assertThat(scene.photo(photos.get(9)).toString())
          .startsWith("[too_large, 127.0.0.1: the body is longer than ")
          .endsWith(" bytes, all the memory for bodies: raise -Xmx]");
      assertThat(scene.photo(photos.get(12)).toString())
          .startsWith("[unreachable, ")
          .contains("the answer was not complete within 4.0 s, after several tries");
      assertThat(other.visits()).isZero();
      WebTruth.of(channel)
          .except(photos.get(0), "refused")
          .except(photos.get(3), "refused")
          .except(photos.get(6), "refused")
          .except(photos.get(9), "too_large")
          .except(photos.get(12), "unreachable")
          .assertStoredOnce(scene.scene().database(), scene.scene().images());
    }
  }

  @Test
  void a_site_on_this_machine_is_not_asked_unless_a_setting_allows_it() {
    try (var scene =
        WebScene.in(directory, StandInOptions.defaults().withChannels(1).withMessages(20))) {
      var ended = scene.setupWithoutLeave().run("collect", "@harbournews1").assertExit(1);
      assertThat(ended.output())
          .contains("harbournews1: " + scene.site().pages() + " must not be asked: ")
          .contains("ALLOWED_ADDRESSES");
      assertThat(scene.site().record().pageRequests()).isEmpty();
      assertThat(scene.scene().messages()).isZero();
    }
  }

  /** Counts who comes to a port that nobody should come to. */
  private static final class Bystander implements AutoCloseable {
    private final AtomicInteger visits = new AtomicInteger();
    private final ServerSocket listener;

    Bystander() throws IOException {
      listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      var thread = new Thread(this::accept, "bystander");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          listener.accept().close();
          visits.incrementAndGet();
        }
      } catch (IOException e) {
        // Closed: nobody comes any more.
      }
    }

    int port() {
      return listener.getLocalPort();
    }

    int visits() {
      return visits.get();
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
