package io.sluice.model;

import static io.sluice.model.ModelScene.GOOD;
import static io.sluice.model.ModelScene.done;
import static io.sluice.model.ModelScene.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ModelFailure.Kind;
import io.sluice.model.ModelFailure.Scope;
import io.sluice.words.SilentPort;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of answers that are none, and who waits for how long after them. */
class ModelFailureTest {
  private static ModelScene scene;
  private final StandInModel server = new StandInModel();

  @BeforeAll
  static void begin() {
    scene = new ModelScene();
  }

  @AfterAll
  static void end() {
    scene.close();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ModelFailure ollamaFailure(StandInModel.Manner manner) throws Exception {
    server.does(manner);
    return scene.failure(scene.ollama(server).ask(request()));
  }

  private ModelFailure openAiFailure(StandInModel.Manner manner) throws Exception {
    server.does(manner);
    return scene.failure(scene.openAi(server).ask(request()));
  }

  @Test
  void an_endpoint_that_is_busy_is_left_alone_by_all_nodes() throws Exception {
    server.does(
        (asked, reply) ->
            reply
                .header("Retry-After", "30")
                .body(429, "{\"error\":{\"message\":\"slow down\",\"type\":\"requests\"}}"));
    var failure = scene.failure(scene.openAi(server).ask(request()));
    assertThat(failure.kind()).isEqualTo(Kind.BUSY);
    assertThat(failure.kind().scope()).isEqualTo(Scope.LATER);
    assertThat(failure.notBefore().orElseThrow())
        .isBetween(Instant.now().plusSeconds(10), Instant.now().plusSeconds(31));
    var other = scene.failure(scene.openAi(server).ask(request()));
    assertThat(other.kind()).isEqualTo(Kind.BUSY);
    assertThat(other).hasMessageContaining("slow down");
    assertThat(other.notBefore().orElseThrow()).isAfter(Instant.now().plusSeconds(10));
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void one_with_all_places_taken_is_asked_again_after_a_moment() throws Exception {
    server.does((asked, reply) -> reply.body(503, "{\"error\":\"server busy, please try again\"}"));
    var client = scene.ollama(server);
    var failure = scene.failure(client.ask(request()));
    assertThat(failure.kind()).isEqualTo(Kind.BUSY);
    assertThat(client.width()).isEqualTo(1);
    server.does((asked, reply) -> reply.ollama(GOOD, "stop", 100));
    var began = Instant.now();
    while (Duration.between(began, Instant.now()).toMinutes() < 1) {
      try {
        assertThat(done(client.ask(request())).fields()).containsEntry("colour", "blue");
        break;
      } catch (ExecutionException e) {
        assertThat(ModelFailure.unwrapped(e.getCause()).kind()).isEqualTo(Kind.BUSY);
      }
    }
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void a_quota_that_is_used_up_stops_all_and_is_not_tried_again_soon() throws Exception {
    var failure =
        openAiFailure(
            (asked, reply) ->
                reply.body(
                    429,
                    "{\"error\":{\"message\":\"You exceeded it\",\"code\":\"insufficient_quota\"}}"));
    assertThat(failure.kind()).isEqualTo(Kind.QUOTA);
    assertThat(failure.kind().scope()).isEqualTo(Scope.ALL);
    assertThat(failure.notBefore().orElseThrow()).isAfter(Instant.now().plusSeconds(500));
    assertThat(scene.failure(scene.openAi(server).ask(request())).notBefore().orElseThrow())
        .isAfter(Instant.now().plusSeconds(500));
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"error\":{\"message\":\"Incorrect API key\"}} | DENIED",
        "302 | | DENIED",
        "404 | nothing here | DENIED",
        "402 | {\"error\":{\"message\":\"Insufficient Balance\"}} | QUOTA",
        "400 | {\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"m\"}} | TOO_LONG",
        "400 | {\"error\":{\"message\":\"no such field\"}} | REFUSED",
        "500 | {\"error\":\"model requires more system memory\"} | BROKEN",
        "502 | <html>Bad gateway | BROKEN",
        "200 | <html>Welcome | DENIED",
        "200 | [] | DENIED",
        "200 | {\"error\":{\"message\":\"lost\"}} | BROKEN",
        "200 | {\"choices\":[{\"finish_reason\":\"length\",\"message\":{\"content\":\"\"}}]} | CUT",
        "200 | {\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"refusal\":\"no\"}}]} | UNFIT",
        "200 | {\"choices\":[{\"message\":{\"content\":null}}]} | UNFIT"
      })
  void every_answer_of_openai_has_a_meaning(int status, String body, Kind kind) throws Exception {
    var failure = openAiFailure((asked, reply) -> reply.body(status, body == null ? "" : body));
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "' ' | length | 100 | CUT",
        "' ' | stop | 100 | UNFIT",
        "it is blue | stop | 100 | UNFIT",
        "{'colour':'green','reason':''} | stop | 100 | UNFIT",
        "{'colour':3,'reason':''} | stop | 100 | UNFIT",
        "{'colour':'red'} | stop | 100 | UNFIT",
        "{'colour':'red','reason':'x'} {} | stop | 100 | UNFIT",
        "{'colour':'red','reason':'x'} | stop | 4090 | TOO_LONG",
        "{'colour':'red','reason':'x'} | stop | 20 | TOO_LONG"
      })
  void an_answer_that_is_not_what_was_asked_for_is_not_used(
      String content, String doneReason, int tokensIn, Kind kind) throws Exception {
    var text = content.startsWith("'") ? " \n\t ".repeat(500) : content.replace('\'', '"');
    var failure = ollamaFailure((asked, reply) -> reply.ollama(text, doneReason, tokensIn));
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    assertThat(failure.kind().scope()).isEqualTo(Scope.ONE);
    assertThat(failure.notBefore()).isEmpty();
  }

  @Test
  void one_that_breaks_off_or_sends_without_end_is_broken_and_costs_no_memory() throws Exception {
    assertThat(ollamaFailure((asked, reply) -> reply.broken("{\"model\":")).kind())
        .isEqualTo(Kind.BROKEN);
    assertThat(ollamaFailure((asked, reply) -> {}).kind()).isEqualTo(Kind.BROKEN);
    assertThat(ollamaFailure((asked, reply) -> reply.endless()).kind()).isEqualTo(Kind.BROKEN);
    assertThat(ollamaFailure((asked, reply) -> reply.body(500, "x\u001b".repeat(100_000))).kind())
        .isEqualTo(Kind.BROKEN);
  }

  @Test
  void one_that_never_answers_is_given_up() throws Exception {
    var never = new CountDownLatch(1);
    server.does((asked, reply) -> never.await());
    var settings = ModelScene.settings(server.address(), Map.of("sluice.model-timeout", "500ms"));
    var failure = scene.failure(ModelClient.ollama(settings, scene.access()).ask(request()));
    assertThat(failure.kind()).isEqualTo(Kind.TOO_SLOW);
    assertThat(failure).hasMessageContaining("within 0.5 s");
    assertThat(failure.notBefore()).isPresent();
    never.countDown();
  }

  @Test
  void one_that_is_away_is_unreachable() throws Exception {
    try (var port = new SilentPort()) {
      var settings = ModelScene.settings("http://127.0.0.1:" + port.number(), Map.of());
      var client = ModelClient.ollama(settings, scene.access());
      assertThat(scene.failure(client.ask(request())).kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(scene.failure(client.lookUp()).kind()).isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void where_all_are_refused_it_is_not_each_ones_own_fault() throws Exception {
    server.does((asked, reply) -> reply.body(400, "{\"error\":{\"message\":\"bad\"}}"));
    var client = scene.openAi(server);
    for (int i = 0; i < 4; i++) {
      assertThat(scene.failure(client.ask(request())).kind()).isEqualTo(Kind.REFUSED);
    }
    assertThat(scene.failure(client.ask(request())).kind()).isEqualTo(Kind.DENIED);
  }
}
