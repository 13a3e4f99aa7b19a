package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.Sessions.Session;
import io.sluice.settings.InvalidSettingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;

/** A session is what its token lets, until it ends, wherever that token is known. */
class SessionsTest {
  private static final String ALL = "0123456789-all-of-it";
  private static final String READ = "0123456789-only-look";
  private static final HttpRequest REQUEST = HttpRequest.create();
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Sessions sessions(String all, String read, Instant now) {
    var settings = Served.settings(Map.of("API_TOKEN", all, "API_TOKEN_READ", read));
    return new Sessions(settings.token().orElseThrow(), false, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static Sessions here() {
    return sessions(ALL, READ, NOW);
  }

  private static String cookie(String token) {
    var header = here().begin(token, REQUEST).orElseThrow().cookie().value();
    return header.substring(0, header.indexOf(';'));
  }

  private static Optional<Session> of(Sessions sessions, String cookie) {
    return sessions.of(
        HttpRequest.create().addHeader(RawHeader.create("Cookie", "other=1; " + cookie)));
  }

  @Test
  void each_node_with_the_same_token_knows_it_until_it_ends() {
    var end = NOW.plus(Sessions.LENGTH);
    assertThat(of(sessions(ALL, READ, NOW), cookie(ALL))).contains(new Session(Access.ALL, end));
    assertThat(of(here(), cookie(READ))).contains(new Session(Access.READ, end));
    var last = end.minus(Duration.ofSeconds(1));
    assertThat(of(sessions(ALL, READ, last), cookie(ALL))).isPresent();
    assertThat(of(sessions(ALL, READ, end), cookie(ALL))).isEmpty();
    var request = REQUEST.addHeader(RawHeader.create("Cookie", cookie(ALL)));
    assertThat(sessions(ALL, READ, last).left(request)).contains(Duration.ofSeconds(1));
    assertThat(sessions(ALL, READ, end).left(request)).isEmpty();
  }

  @Test
  void another_token_ends_it() {
    assertThat(of(sessions(ALL + "x", READ, NOW), cookie(ALL))).isEmpty();
    assertThat(of(sessions(ALL, READ + "x", NOW), cookie(READ))).isEmpty();
    assertThat(of(sessions(ALL, READ + "x", NOW), cookie(ALL))).isPresent();
  }

  @Test
  void nobody_makes_one_or_more_of_it() {
    var read = cookie(READ);
    assertThat(of(here(), read.replace("=read-", "=all-"))).isEmpty();
    assertThat(of(here(), read.replaceFirst("-\\d", "-9"))).isEmpty();
    assertThat(of(here(), read + "0")).isEmpty();
    assertThat(of(here(), "sluice-session=")).isEmpty();
    assertThat(here().begin(ALL + "x", REQUEST)).isEmpty();
  }

  @Test
  void no_script_and_no_other_site_gets_it() {
    assertThat(here().begin(ALL, REQUEST).orElseThrow().cookie().value())
        .contains("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict")
        .doesNotContain(ALL);
    assertThat(here().forget(REQUEST).value()).contains("sluice-session=; Path=/; Max-Age=0;");
  }

  @Test
  void behind_a_proxy_with_tls_it_goes_over_tls_alone() {
    var secure = REQUEST.addHeader(RawHeader.create("Origin", "https://sluice.example.org"));
    assertThat(here().begin(ALL, secure).orElseThrow().cookie().value()).endsWith("; Secure");
    var plain = REQUEST.addHeader(RawHeader.create("Origin", "http://sluice.example.org"));
    assertThat(here().begin(ALL, plain).orElseThrow().cookie().value()).doesNotContain("Secure");
  }

  @Test
  void the_token_to_look_is_another_one() {
    for (var settings :
        List.of(Map.of("API_TOKEN_READ", READ), Map.of("API_TOKEN", ALL, "API_TOKEN_READ", ALL))) {
      assertThatThrownBy(() -> Served.settings(settings))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessage("API_TOKEN_READ must be another than API_TOKEN, which must be set too");
    }
  }
}
