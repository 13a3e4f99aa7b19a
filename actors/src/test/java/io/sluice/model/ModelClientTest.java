package io.sluice.model;

import static io.sluice.model.ModelScene.GOOD;
import static io.sluice.model.ModelScene.done;
import static io.sluice.model.ModelScene.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ModelFailure.Kind;
import io.sluice.model.ModelFailure.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is sent to models, and what is taken from good answers. */
class ModelClientTest {
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

  @Test
  void ollama_is_told_the_schema_the_context_and_no_thinking() throws Exception {
    server.does((asked, reply) -> reply.ollama(GOOD, "stop", 150));
    var answer = done(scene.ollama(server).ask(request()));
    assertThat(answer)
        .isEqualTo(
            new ModelAnswer(
                GOOD, Map.of("colour", "blue", "reason", "as the sea"), "stand-in:3b", 150, 12));
    var body = server.last().body();
    assertThat(server.last().path()).isEqualTo("/api/chat");
    assertThat(server.last().key()).isNull();
    assertThat(body.path("model").asText()).isEqualTo("llama3.2:3b");
    assertThat(body.path("stream").booleanValue()).isFalse();
    assertThat(body.path("think").isBoolean()).isTrue();
    assertThat(body.path("think").booleanValue()).isFalse();
    assertThat(body.path("options").toString())
        .isEqualTo("{\"temperature\":0,\"seed\":7,\"num_ctx\":4096,\"num_predict\":64}");
    assertThat(body.path("format").path("properties").path("colour").path("enum").toString())
        .isEqualTo("[\"red\",\"blue\"]");
    assertThat(body.path("format").path("required").toString())
        .isEqualTo("[\"colour\",\"reason\"]");
    assertThat(body.path("messages").path(0).path("content").asText()).startsWith("Tell colours.");
    assertThat(body.path("messages").path(1).path("content").asText())
        .matches("(?s)BEGIN DATA ([0-9a-f]{16})\nthe sea\nEND DATA \\1\n\nWhich colour is it\\?");
  }

  @Test
  void openai_is_told_the_schema_and_the_key_which_is_shown_to_nobody() throws Exception {
    server.does((asked, reply) -> reply.openAi(GOOD, "stop", 150));
    var client = scene.openAi(server);
    var answer = done(client.ask(request()));
    assertThat(answer.fields()).containsEntry("colour", "blue");
    assertThat(answer.model()).isEqualTo("gpt-stand-in");
    assertThat(server.last().path()).isEqualTo("/v1/chat/completions");
    assertThat(server.last().key()).isEqualTo("Bearer " + ModelScene.KEY);
    var body = server.last().body();
    assertThat(body.path("max_tokens").intValue()).isEqualTo(64);
    assertThat(body.path("seed").intValue()).isEqualTo(7);
    var format = body.path("response_format");
    assertThat(format.path("type").asText()).isEqualTo("json_schema");
    assertThat(format.path("json_schema").path("strict").booleanValue()).isTrue();
    assertThat(client.settings().toString()).contains("key=").doesNotContain(ModelScene.KEY);
    assertThat(client.version()).doesNotContain(ModelScene.KEY);
  }

  @Test
  void what_an_endpoint_does_not_take_is_left_out_once_it_has_said_so() throws Exception {
    server.does(
        (asked, reply) -> {
          var refused =
              asked.body().has("temperature")
                  ? "temperature"
                  : asked.body().has("max_tokens") ? "max_tokens" : "";
          if (refused.isEmpty()) {
            reply.openAi(GOOD, "stop", 150);
          } else {
            reply.body(400, "{\"error\":{\"message\":\"no\",\"param\":\"" + refused + "\"}}");
          }
        });
    var client = scene.openAi(server);
    done(client.ask(request()));
    done(client.ask(request()));
    assertThat(server.asked()).hasSize(4);
    assertThat(server.last().body().has("max_completion_tokens")).isTrue();
    assertThat(server.last().body().has("seed")).isTrue();
  }

  @Test
  void an_answer_in_pieces_is_whole_with_its_last_and_an_error_among_them_is_seen()
      throws Exception {
    var pieces = "{\"message\":{\"content\":\"{\\\"colour\\\":\\\"red\\\",\"},\"done\":false}\n";
    var last = StandInModel.ollamaObject("\"reason\":\"\"}", "stop", 90) + "\n";
    server.does((asked, reply) -> reply.body(200, pieces + last));
    var client = scene.ollama(server);
    assertThat(done(client.ask(request())).fields()).containsEntry("colour", "red");
    server.does(
        (asked, reply) -> reply.body(200, pieces + "{\"error\":\"runner \\u001b died\"}\n"));
    var error = scene.failure(client.ask(request()));
    assertThat(error.kind()).isEqualTo(Kind.BROKEN);
    assertThat(error).hasMessageContaining("broke off: runner").hasMessageContaining("died");
    server.does((asked, reply) -> reply.body(200, pieces));
    assertThat(scene.failure(client.ask(request()))).hasMessageContaining("its answer has no end");
    server.does((asked, reply) -> reply.body(200, pieces + "{\"message\":{\"con"));
    assertThat(scene.failure(client.ask(request())).kind()).isEqualTo(Kind.BROKEN);
  }

  @Test
  void a_model_that_only_some_want_and_that_is_missing_holds_up_no_other() throws Exception {
    var usual = scene.ollama(server);
    var guest = usual.asGuest();
    server.does((asked, reply) -> reply.body(404, "{\"error\":\"model 'x' not found\"}"));
    assertThat(scene.failure(guest.ask(request())).kind()).isEqualTo(Kind.MODEL_MISSING);
    server.does((asked, reply) -> reply.body(400, "{\"error\":\"nothing of that kind\"}"));
    var refused = usual.asGuest();
    for (int time = 0; time < 5; time++) {
      scene.failure(refused.ask(request()));
    }
    server.does((asked, reply) -> reply.ollama(GOOD, "stop", 150));
    int before = server.asked().size();
    assertThat(scene.failure(guest.ask(request())).kind()).isEqualTo(Kind.MODEL_MISSING);
    assertThat(scene.failure(refused.ask(request())).kind()).isEqualTo(Kind.DENIED);
    assertThat(server.asked()).hasSize(before);
    assertThat(usual.isClosed()).isFalse();
    done(usual.ask(request()));
  }

  @Test
  void a_model_that_is_missing_is_named_with_what_to_do() throws Exception {
    StandInModel.Manner missing =
        (asked, reply) -> reply.body(404, "{\"error\":\"model 'llama3.2:3b' not found\"}");
    server.does(missing);
    var failure = scene.failure(scene.ollama(server).ask(request()));
    assertThat(failure.kind()).isEqualTo(Kind.MODEL_MISSING);
    assertThat(failure.kind().scope()).isEqualTo(Scope.ALL);
    assertThat(failure)
        .hasMessageContaining("has no model llama3.2:3b")
        .hasMessageEndingWith("ollama pull llama3.2:3b");
    assertThat(scene.failure(scene.ollama(server).lookUp()).kind()).isEqualTo(Kind.MODEL_MISSING);
    assertThat(server.last().path()).isEqualTo("/api/show");
    server.does((asked, reply) -> reply.body(200, "{\"details\":{}}"));
    done(scene.ollama(server).lookUp());
    server.does((asked, reply) -> reply.body(200, "{\"data\":[]}"));
    done(scene.openAi(server).lookUp());
    server.does((asked, reply) -> reply.body(200, "<html>It works!</html>"));
    assertThat(scene.failure(scene.ollama(server).lookUp()))
        .hasMessageContaining("does not answer as Ollama does");
  }

  @Test
  void thoughts_fences_and_capitals_around_an_answer_are_forgiven_and_long_reasons_cut()
      throws Exception {
    var said = "<think>\nhm</think>\n```json\n{\"colour\":\" RED\",\"reason\":\"" + "x".repeat(99);
    server.does((asked, reply) -> reply.ollama(said + "\"}\n```", "stop", 100));
    assertThat(done(scene.ollama(server).ask(request())).fields())
        .isEqualTo(Map.of("colour", "red", "reason", "x".repeat(20)));
  }

  @Test
  void a_prompt_that_cannot_fit_is_not_sent() throws Exception {
    var tooLong = new ModelRequest("a", "word ".repeat(5000), "b", Optional.empty(), 64);
    var failure = scene.failure(scene.ollama(server).ask(tooLong));
    assertThat(failure.kind()).isEqualTo(Kind.TOO_LONG);
    assertThat(failure).hasMessageContaining("MODEL_CONTEXT");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void many_are_asked_no_more_at_once_than_is_of_use_and_each_once() throws Exception {
    var places = new Semaphore(4);
    var most = new AtomicInteger();
    var here = new AtomicInteger();
    server.does(
        (asked, reply) -> {
          most.accumulateAndGet(here.incrementAndGet(), Math::max);
          places.acquire();
          try {
            Thread.sleep(20);
            reply.ollama(GOOD, "stop", 150);
          } finally {
            here.decrementAndGet();
            places.release();
          }
        });
    var client = scene.ollama(server);
    var answers = new ArrayList<CompletionStage<ModelAnswer>>();
    for (int i = 0; i < 400; i++) {
      answers.add(client.ask(request()));
    }
    for (var answer : answers) {
      assertThat(done(answer).fields()).containsEntry("colour", "blue");
    }
    assertThat(server.asked()).hasSize(400);
    assertThat(most.get()).isBetween(2, client.settings().mostAtOnce());
  }

  @Test
  void all_that_wait_hear_at_once_that_it_is_closed() throws Exception {
    server.does(
        (asked, reply) -> reply.header("Retry-After", "60").body(429, "{\"error\":\"later\"}"));
    var client = scene.ollama(server);
    var answers = new ArrayList<CompletionStage<ModelAnswer>>();
    for (int i = 0; i < 20_000; i++) {
      answers.add(client.ask(request()));
    }
    for (var answer : answers) {
      assertThat(answer)
          .failsWithin(Duration.ofSeconds(50))
          .withThrowableOfType(ExecutionException.class)
          .havingCause()
          .isInstanceOf(ModelFailure.class)
          .withMessageContaining("later");
    }
    assertThat(server.asked()).hasSizeLessThan(5);
  }

  /** Else one that was away would be asked for one answer after another for minutes. */
  @Test
  void one_that_is_away_is_asked_as_much_at_once_as_before_when_it_is_back() throws Exception {
    server.close();
    var client = scene.ollama(server);
    int before = client.width();
    var answers = new ArrayList<CompletionStage<ModelAnswer>>();
    for (int i = 0; i < 20; i++) {
      answers.add(client.ask(request()));
    }
    var failures = new ArrayList<String>();
    for (var answer : answers) {
      var failure = answer.handle((none, problem) -> problem.toString()).toCompletableFuture();
      failures.add(failure.get(50, TimeUnit.SECONDS));
    }
    assertThat(failures).anyMatch(failure -> failure.contains("waits for another"));
    assertThat(client.width()).isEqualTo(before);
  }
}
