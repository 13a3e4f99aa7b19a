package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Wire.Answer;
import io.sluice.node.ApiNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may ask a node, from its API to its management server. */
@ExtendWith(ApiNode.class)
class TokenTest {
  private static final byte[] BODY = "{\"source\":\"@stranger\"}".getBytes(StandardCharsets.UTF_8);

  private static Answer ask(URI server, String method, String target, String... headers) {
    var body = method.equals("POST") ? BODY : null;
    return Wire.ask(server, method, target, List.of(headers), body);
  }

  private static void assertRefused(Answer answer, int status, String type) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(Asking.problem(answer)).isEqualTo(type);
    assertThat(answer.text()).doesNotContain(ApiNode.TOKEN);
  }

  @Test
  void without_the_right_token_nothing_is_told_and_nothing_done() {
    for (var target :
        List.of("/api/status", "/api/nodes", "/api/openapi.json", "/images/x.jpg", "/none")) {
      assertRefused(ask(ApiNode.guarded(), "GET", target), 401, "token-missing");
    }
    for (var token :
        List.of("", " ", "wrong-token-0123456789", ApiNode.TOKEN + "x", "0123456789")) {
      var answer =
          ask(ApiNode.guarded(), "POST", "/api/channels", "Authorization: Bearer " + token);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(Asking.CONTRACT.breach("POST", "/api/channels", "", answer)).isEmpty();
    }
    assertRefused(
        ask(ApiNode.guarded(), "GET", "/api/status?token=" + ApiNode.TOKEN), 401, "token-missing");
    assertThat(Asking.count("SELECT count(*) FROM sluice.channel WHERE name = 'stranger'"))
        .isZero();
  }

  @Test
  void with_the_right_token_all_is_told() {
    var token = "Authorization: Bearer " + ApiNode.TOKEN;
    var answer = ask(ApiNode.guarded(), "GET", "/api/status", token);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Asking.CONTRACT.breach("GET", "/api/status", "", answer)).isEmpty();
    assertThat(ask(ApiNode.guardedManagement(), "GET", "/metrics", token).status()).isEqualTo(200);
  }

  @Test
  void probes_need_no_token_and_the_rest_of_management_does() {
    for (var probe : List.of("/alive", "/startup", "/ready")) {
      // A busy machine may not finish a check in time.
      Asking.await(() -> ask(ApiNode.guardedManagement(), "GET", probe).status() == 200);
    }
    for (var target : List.of("/", "/metrics", "/log-levels", "/cluster/members", "/alive/")) {
      assertRefused(ask(ApiNode.guardedManagement(), "GET", target), 401, "token-missing");
    }
  }

  @Test
  void another_host_name_or_another_sites_page_is_refused_on_loopback_too() {
    for (var server : List.of(ApiNode.uri(), ApiNode.management(), ApiNode.guarded())) {
      var target = server.equals(ApiNode.management()) ? "/metrics" : "/api/status";
      for (var host :
          List.of("evil.example", "evil.example:" + server.getPort(), "localhost", "")) {
        var answer = ask(server, "GET", target, "Host: " + host);
        assertThat(answer.status()).as(host).isIn(400, 421);
        assertThat(answer.type()).isEqualTo(Contract.PROBLEM);
      }
      for (var header :
          List.of("Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site")) {
        assertRefused(
            ask(server, "POST", "/api/channels", header, Asking.JSON_TYPE), 403, "foreign-origin");
      }
    }
    var own = ask(ApiNode.uri(), "GET", "/api/status", "Origin: " + ApiNode.uri());
    assertThat(own.status()).isEqualTo(200);
  }

  @Test
  void the_management_server_tells_nothing_of_the_machine_to_the_curious() {
    for (var target :
        List.of(
            "/dance",
            "/cluster/dance",
            "/log-levels/org.postgresql",
            "/%00",
            "/..%2f",
            "/alive?x=%ff")) {
      for (var method : List.of("GET", "PUT", "DELETE", "DANCE")) {
        var answer = ask(ApiNode.management(), method, target);
        assertThat(answer.status()).as(method + target + answer.text()).isNotEqualTo(500);
        assertThat(answer.text())
            .doesNotContain("Exception", "io.sluice", ApiNode.directory().toString());
      }
    }
  }
}
