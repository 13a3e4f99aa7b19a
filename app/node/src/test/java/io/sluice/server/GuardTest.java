package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private static final String TOKEN = "0123456789abcdef";

  private final AtomicInteger handled = new AtomicInteger();

  private Served served(Map<String, String> settings) {
    return Served.with(
        settings,
        request -> {
          handled.incrementAndGet();
          return CompletableFuture.completedFuture(HttpResponse.create());
        });
  }

  private void let(boolean in, String answer, String problem) {
    if (in) {
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      assertThat(handled).hasValue(1);
    } else {
      assertThat(answer).contains("urn:sluice:problem:" + problem).contains("problem+json");
      assertThat(handled).hasValue(0);
    }
    handled.set(0);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:PORT, true",
    "LocalHost:PORT, true",
    "127.0.0.1:PORT, true",
    "[::1]:PORT, true",
    "sluice.example.org:PORT, true",
    "sluice.example.org, true",
    "box:9000, true",
    "box:PORT, false",
    "localhost:1, false",
    "localhost, false",
    "127.0.0.2:PORT, false",
    "evil.example:PORT, false",
    "localhost.evil.example:PORT, false",
    "'', false"
  })
  void a_request_must_name_this_server(String host, boolean in) throws Exception {
    try (var served = served(Map.of("API_NAMES", "Sluice.example.org,box:9000"))) {
      var name = host.replace("PORT", Integer.toString(served.port()));
      var answer = RawClient.ask(served.address(), "GET /alive HTTP/1.1", "Host: " + name);
      let(in, answer, host.isEmpty() ? "illegal-request" : "foreign-host");
      if (!in && !host.isEmpty()) {
        assertThat(answer).startsWith("HTTP/1.1 421 ").contains("API_NAMES");
      }
    }
  }

  @Test
  void the_address_that_it_listens_on_is_its_name_too() throws Exception {
    try (var served = served(Map.of("API_HOST", "127.0.0.2"))) {
      let(
          true,
          RawClient.ask(served.address(), "GET / HTTP/1.1", "Host: 127.0.0.2:" + served.port()),
          "");
    }
    try (var served = served(Map.of("API_HOST", "::1"))) {
      let(
          true,
          RawClient.ask(served.address(), "GET / HTTP/1.1", "Host: [::1]:" + served.port()),
          "");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://127.0.0.1:PORT, true",
    "Origin: https://127.0.0.1:PORT, false",
    "Origin: http://localhost:PORT, false",
    "Origin: http://127.0.0.1, false",
    "Origin: http://evil.example, false",
    "Origin: null, false",
    "Origin: http://127.0.0.1:PORT http://evil.example, false",
    "Sec-Fetch-Site: same-origin, true",
    "Sec-Fetch-Site: none, true",
    "Sec-Fetch-Site: same-site, false",
    "Sec-Fetch-Site: cross-site, false"
  })
  void a_page_of_another_site_may_not_ask(String header, boolean in) throws Exception {
    try (var served = served(Map.of())) {
      var line = header.replace("PORT", Integer.toString(served.port()));
      for (var method : new String[] {"POST", "GET"}) {
        let(in, served.ask(method + " /alive HTTP/1.1", line), "foreign-origin");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sluice.example.org, https://sluice.example.org, true",
    "Sluice.example.org, https://sluice.example.org, true",
    "sluice.example.org, http://sluice.example.org, true",
    "box:8443, https://box:8443, true",
    "box:8443, https://box, false",
    "sluice.example.org, https://evil.example, false",
    "sluice.example.org, https://box:8443, false",
    "127.0.0.1:PORT, https://127.0.0.1:PORT, false"
  })
  void a_proxy_with_tls_may_stand_before_a_name(String host, String origin, boolean in)
      throws Exception {
    try (var served = served(Map.of("API_NAMES", "sluice.example.org,box:8443"))) {
      var port = Integer.toString(served.port());
      var answer =
          RawClient.ask(
              served.address(),
              "POST /alive HTTP/1.1",
              "Host: " + host.replace("PORT", port),
              "Content-Length: 0",
              "Origin: " + origin.replace("PORT", port));
      let(in, answer, "foreign-origin");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /alive, navigate, document, true",
    "POST /alive, navigate, document, false",
    "GET /alive, navigate, iframe, false",
    "GET /alive, no-cors, document, false",
    "GET /api/session, navigate, document, false",
    "GET /, navigate, document, false"
  })
  void a_link_on_another_site_leads_to_a_page(String what, String mode, String dest, boolean in)
      throws Exception {
    try (var served = served(Map.of())) {
      var answer =
          served.ask(
              what + " HTTP/1.1",
              "Sec-Fetch-Site: cross-site",
              "Sec-Fetch-Mode: " + mode,
              "Sec-Fetch-Dest: " + dest);
      let(in, answer, "foreign-origin");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Authorization: Basic " + TOKEN, "Authorization: " + TOKEN})
  void a_missing_token_is_told_also_on_this_machine(String header) throws Exception {
    try (var served = served(Map.of("API_TOKEN", TOKEN))) {
      let(false, answer(served, header), "token-missing");
      assertThat(answer(served, header))
          .startsWith("HTTP/1.1 401 ")
          .contains("WWW-Authenticate: Bearer")
          .doesNotContain(TOKEN);
    }
  }

  private static String answer(Served served, String header) throws Exception {
    return header.isEmpty() ? served.ask("GET / HTTP/1.1") : served.ask("GET / HTTP/1.1", header);
  }

  @Test
  void only_the_right_token_lets_in() throws Exception {
    try (var served = served(Map.of("API_TOKEN", TOKEN))) {
      for (var wrong : new String[] {TOKEN + "0", TOKEN.substring(1), TOKEN.toUpperCase(), "x"}) {
        let(false, served.ask("GET / HTTP/1.1", "Authorization: Bearer " + wrong), "token-wrong");
      }
      let(true, served.ask("GET / HTTP/1.1", "Authorization: Bearer " + TOKEN), "");
      let(true, served.ask("GET / HTTP/1.1", "authorization: bearer " + TOKEN), "");
    }
  }

  @Test
  void a_path_for_probes_needs_no_token_but_its_neighbours_do() throws Exception {
    try (var served = served(Map.of("API_TOKEN", TOKEN))) {
      let(true, served.ask("GET /alive HTTP/1.1"), "");
      let(true, served.ask("GET /alive?x=1 HTTP/1.1"), "");
      let(false, served.ask("GET /alive/ HTTP/1.1"), "token-missing");
      let(false, served.ask("GET /alive/../secret HTTP/1.1"), "token-missing");
      let(false, served.ask("GET //alive HTTP/1.1"), "token-missing");
    }
  }

  @Test
  void who_may_look_changes_nothing() throws Exception {
    var settings = Map.of("API_TOKEN", TOKEN, "API_TOKEN_READ", "0" + TOKEN);
    try (var served = served(settings)) {
      var read = "Authorization: Bearer 0" + TOKEN;
      let(true, served.ask("GET / HTTP/1.1", read), "");
      for (var method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
        let(false, served.ask(method + " / HTTP/1.1", read), "token-reads-only");
      }
      let(true, served.ask("DELETE / HTTP/1.1", "Authorization: Bearer " + TOKEN), "");
    }
  }

  @Test
  void a_session_acts_for_pages_of_this_server_alone() throws Exception {
    var settings = Map.of("API_TOKEN", TOKEN);
    var begun =
        Sessions.of(Served.settings(settings))
            .orElseThrow()
            .begin(TOKEN, HttpRequest.create())
            .orElseThrow();
    var cookie = "Cookie: " + begun.cookie().value().replaceFirst(";.*", "");
    try (var served = served(settings)) {
      let(true, served.ask("GET / HTTP/1.1", cookie), "");
      let(false, served.ask("DELETE / HTTP/1.1", cookie), "foreign-origin");
      let(
          false,
          served.ask("DELETE / HTTP/1.1", cookie, "Sec-Fetch-Site: same-site"),
          "foreign-origin");
      let(true, served.ask("DELETE / HTTP/1.1", cookie, "Sec-Fetch-Site: same-origin"), "");
      let(false, served.ask("GET / HTTP/1.1", cookie + "0"), "token-missing");
    }
  }
}
