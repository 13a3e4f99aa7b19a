package io.sluice.website;

import static org.assertj.core.api.Assertions.assertThat;

import crawlercommons.robots.BaseRobotRules;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobotsTest {
  private SiteScene scene;
  private Robots robots;

  @BeforeEach
  void begin() throws IOException {
    scene = new SiteScene();
    robots = scene.robots(scene.client(SiteScene.settings()));
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private BaseRobotRules rules(int site) throws Exception {
    return robots
        .of(scene.at(site, "/some/page"), SiteScene.atOnce())
        .toCompletableFuture()
        .get(1, TimeUnit.MINUTES);
  }

  private boolean allows(int site, String path) throws Exception {
    return rules(site).isAllowed(scene.at(site, path).toString());
  }

  private SiteFault fault(int site) throws Exception {
    try {
      throw new AssertionError(rules(site).toString());
    } catch (ExecutionException e) {
      return SiteFault.unwrapped(e.getCause());
    }
  }

  @Test
  void rules_for_our_name_come_before_those_for_all() throws Exception {
    scene.robots(
        2,
        """
        User-agent: *
        Disallow: /

        User-agent: SLUICE
        Disallow: /private/
        Allow: /private/open
        Crawl-delay: 7
        """);

    assertThat(allows(2, "/")).isTrue();
    assertThat(allows(2, "/private/x")).isFalse();
    assertThat(allows(2, "/private/open")).isTrue();
    assertThat(Robots.delay(rules(2), Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(7));
    assertThat(Robots.delay(rules(2), Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(9));
    assertThat(scene.asked(2)).as("read once").containsExactly("/robots.txt");
  }

  @Test
  void a_pause_of_more_than_five_minutes_is_a_no() throws Exception {
    scene.robots(2, "User-agent: *\nCrawl-delay: 301\n");
    scene.robots(3, "User-agent: *\nCrawl-delay: 300\n");

    assertThat(allows(2, "/")).isFalse();
    assertThat(allows(3, "/")).isTrue();
    assertThat(Robots.delay(rules(3), Duration.ofSeconds(1))).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 410})
  void where_there_are_none_nothing_is_forbidden(int status) throws Exception {
    scene.answer(2, "/robots.txt", status, Map.of());

    assertThat(allows(2, "/")).isTrue();
    assertThat(Robots.delay(rules(2), Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({"500, ''", "503, 30", "429, 30"})
  void where_they_cannot_be_read_nothing_is_allowed_for_now(int status, String pause)
      throws Exception {
    scene.answer(
        2, "/robots.txt", status, pause.isEmpty() ? Map.of() : Map.of("Retry-After", pause));

    var fault = fault(2);

    assertThat(fault.reason()).isEqualTo(SiteReason.ROBOTS_UNREACHABLE);
    assertThat(fault.isPassing()).isTrue();
    assertThat(fault.pause().map(Duration::toSeconds))
        .isEqualTo(pause.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(pause)));
    scene.robots(2, "");
    assertThat(allows(2, "/")).as("it is asked again").isTrue();
  }

  @Test
  void what_is_no_file_of_rules_forbids_nothing() throws Exception {
    scene.page(2, "/robots.txt", SiteScene.html("Disallow: /"));
    scene.robots(3, "\ufeffUser-agent: *\r\nDisallow: /x\r\n");

    assertThat(allows(2, "/")).isTrue();
    assertThat(allows(3, "/x")).isFalse();
  }

  @Test
  void they_are_read_as_far_as_500_KiB() throws Exception {
    robots =
        scene.robots(
            scene.client(
                new WebsiteSettings(
                    1,
                    SiteScene.DELAY,
                    SiteScene.TIMEOUT,
                    SiteScene.DELAY,
                    1 << 20,
                    Duration.ZERO,
                    true,
                    1024)));
    var filler = "# a line\n".repeat(Robots.MOST_BYTES / 9 - 10);
    scene.robots(
        2, "User-agent: *\nDisallow: /early\n" + filler + "#".repeat(200) + "\nDisallow: /late\n");

    assertThat(allows(2, "/early")).isFalse();
    assertThat(allows(2, "/late")).isTrue();
  }

  @Test
  void redirects_are_followed_within_the_site_alone() throws Exception {
    scene.redirect(2, "/robots.txt", scene.at(2, "/rules"));
    scene.page(
        2,
        "/rules",
        exchange ->
            SiteScene.say(
                exchange,
                200,
                Map.of("Content-Type", "text/plain"),
                "User-agent: *\nDisallow: /x\n"));
    scene.redirect(3, "/robots.txt", scene.at(4, "/robots.txt"));
    scene.robots(4, "User-agent: *\nDisallow: /x\n");
    scene.redirect(5, "/robots.txt", URI.create("/robots.txt"));

    assertThat(allows(2, "/x")).isFalse();
    assertThat(allows(3, "/x")).isTrue();
    assertThat(scene.asked(4)).isEmpty();
    assertThat(allows(5, "/x")).isTrue();
    assertThat(scene.asked(5)).hasSize(6);
  }
}
