package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.column;
import static io.sluice.api.Asking.count;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.post;
import static io.sluice.api.Asking.problem;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches are made, steered and told as their rows have them. */
@ExtendWith(ApiNode.class)
class BatchesTest {
  @Test
  void a_batch_is_worked_on_and_told_by_its_number_and_its_name() throws IOException {
    var files = BatchRows.files(5);
    Files.copy(files.resolve("file-0.txt"), files.resolve("copy.txt"));
    Files.createSymbolicLink(files.resolve("link"), files);
    var answer = post("/api/batches", BatchRows.json(files));
    assertThat(answer.status()).isEqualTo(201);
    var id = tree(answer).get("id").asText();
    Asking.await(() -> BatchRows.state(id).equals("completed"));
    var batch = get("/api/batches/" + id);
    assertThat(get("/api/batches/" + batch.get("name").asText())).isEqualTo(batch);
    assertThat(batch.at("/source/paths/0").asText()).isEqualTo(files.toString());
    assertThat(batch.at("/counters/listed").asLong())
        .isEqualTo(6)
        .isEqualTo(count("SELECT count(*) FROM sluice.item WHERE batch_id = " + id));
    assertThat(batch.at("/counters/done").asLong())
        .isEqualTo(5)
        .isEqualTo(
            count("SELECT count(*) FROM sluice.item WHERE state = 'done' AND batch_id = " + id));
    assertThat(batch.at("/counters/duplicates").asLong()).isOne();
    assertThat(batch.at("/counters/bytes").asLong())
        .isEqualTo(count("SELECT sum(file_size) FROM sluice.file_events WHERE batch_id = " + id));
    assertThat(batch.at("/passedOver/symbolic link").asLong()).isOne();
    assertThat(batch.get("allListed").asBoolean()).isTrue();
    assertThat(batch.get("endedAt").isNull()).isFalse();
  }

  @Test
  void the_same_key_gives_the_same_batch_and_no_other() {
    var json = BatchRows.json(BatchRows.files(1)).replaceFirst("}$", ",\"key\":\"k-1\"}");
    var first = post("/api/batches", json);
    var again = post("/api/batches", json);
    assertThat(List.of(first.status(), again.status())).containsExactly(201, 200);
    assertThat(tree(again).get("id")).isEqualTo(tree(first).get("id"));
    var other = BatchRows.json(BatchRows.files(1)).replaceFirst("}$", ",\"key\":\"k-1\"}");
    var refused = post("/api/batches", other);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(problem(refused)).isEqualTo("key-in-use");
    assertThat(count("SELECT count(*) FROM sluice.batch WHERE request_key = 'k-1'")).isOne();
  }

  @Test
  void of_those_who_send_a_key_at_once_one_has_made_the_batch() {
    var json = BatchRows.json(BatchRows.files(1)).replaceFirst("}$", ",\"key\":\"at once\"}");
    var asking =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> post("/api/batches", json)))
            .toList();
    var answers = asking.stream().map(CompletableFuture::join).toList();
    assertThat(answers.stream().map(Wire.Answer::status).sorted())
        .containsExactly(200, 200, 200, 200, 200, 200, 200, 201);
    assertThat(answers.stream().map(answer -> tree(answer).get("id").asLong()).distinct())
        .hasSize(1);
  }

  @Test
  void a_batch_that_was_stopped_tells_whether_all_is_listed() {
    var id = BatchRows.uploaded(BatchRows.json(BatchRows.files(1)));
    Asking.await(() -> BatchRows.state(id).equals("completed"));
    assertThat(get("/api/batches/" + id).get("allListed").asBoolean()).isTrue();
    var many =
        tree(post("/api/batches", BatchRows.json(BatchRows.files(20_000)))).get("id").asText();
    var cancelled = tree(ask("POST", "/api/batches/" + many + "/cancel", null));
    assertThat(cancelled.get("state").asText()).isEqualTo("cancelled");
    assertThat(cancelled.get("allListed").isBoolean()).isTrue();
    assertThat(cancelled.get("allListed").asBoolean()).isFalse();
    assertThat(column("SELECT all_listed FROM sluice.batch WHERE id = " + many))
        .containsExactly("f");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'kind':'mails','source':{'paths':['DIR']}} | 422 | unknown-kind | kind",
        "{'kind':'files','source':{'paths':['pictures']}} | 422 | unfit-source | source.paths",
        "{'kind':'files','source':{'paths':['DIR/none']}} | 422 | source-not-readable |"
            + " source.paths",
        "{'kind':'files','source':{'paths':['DIR/../../secret']}} | 422 | source-not-readable |"
            + " source.paths",
        "{'kind':'files','source':{'paths':['DIR/out']}} | 422 | source-not-readable |"
            + " source.paths",
        "{'kind':'files','source':{'paths':['DIR'],'depth':1}} | 400 | unknown-field | depth",
        "{'kind':'files','source':{'addresses':['ftp://a/b']}} | 422 | unfit-source |"
            + " source.addresses",
        "{'kind':'files','source':{'addresses':['http://no such/']}} | 422 | unfit-source |"
            + " source.addresses",
        "{'kind':'files','source':{'addresses':['file:///etc/passwd']}} | 422 | unfit-source |"
            + " source.addresses",
        "{'kind':'files','source':{'lists':['list']}} | 422 | unfit-source | source.lists",
        "{'kind':'files','source':{'lists':['DIR/out']}} | 422 | source-not-readable |"
            + " source.lists",
        "{'kind':'files','source':{'lists':[' ']}} | 400 | wrong-body | source.lists",
        "{'kind':'files','source':{'addresses':[null]}} | 400 | wrong-body | source.addresses",
        "{'kind':'files','source':{'addresses':[]}} | 400 | wrong-body | source.paths",
        "{'kind':'files','source':{'paths':[]}} | 400 | wrong-body | source.paths",
        "{'kind':'files','source':{'paths':[null]}} | 400 | wrong-body | source.paths",
        "{'kind':'files'} | 400 | wrong-body | source.paths",
        "{'source':{'paths':['DIR']}} | 400 | wrong-body | kind",
        "{'kind':'files','name':'12','source':{'paths':['DIR']}} | 400 | wrong-body | name",
        "{'kind':'files','name':'a/b','source':{'paths':['DIR']}} | 400 | wrong-body | name",
        "{'kind':'files','name':'taken','source':{'paths':['DIR']}} | 409 | name-taken | name"
      })
  void what_cannot_be_a_batch_is_refused_with_the_field_that_is_wrong(
      String body, int status, String type, String field) throws IOException {
    var directory = BatchRows.files(0);
    Files.createSymbolicLink(directory.resolve("out"), ApiNode.directory().resolve("secret"));
    post("/api/batches", BatchRows.json(directory).replaceFirst("}$", ",\"name\":\"taken\"}"));
    var answer = post("/api/batches", body.replace('\'', '"').replace("DIR", directory.toString()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(problem(answer)).isEqualTo(type);
    assertThat(tree(answer).get("field").asText()).isEqualTo(field);
    assertThat(
            column("SELECT name FROM sluice.batch WHERE source::text LIKE '%" + directory + "%'"))
        .allMatch("taken"::equals);
  }

  @Test
  void no_link_leads_out_of_what_the_node_may_read() throws IOException {
    var files = BatchRows.files(2);
    var secret = ApiNode.directory().resolve("secret");
    Files.writeString(secret.resolve("for-batches.txt"), "secret");
    Files.createSymbolicLink(files.resolve("directory"), secret);
    Files.createSymbolicLink(files.resolve("file"), secret.resolve("for-batches.txt"));
    Files.createSymbolicLink(files.resolve("inside"), files.resolve("file-0.txt"));
    var id = BatchRows.uploaded(BatchRows.json(files).replace("\"]}", "\"],\"followLinks\":true}"));
    var batch = get("/api/batches/" + id);
    assertThat(batch.at("/passedOver/link that leads outside").asLong()).isEqualTo(2);
    assertThat(count("SELECT count(*) FROM sluice.item WHERE batch_id = " + id)).isEqualTo(3);
  }

  @Test
  void a_batch_that_is_paused_while_it_is_listed_goes_on_and_has_all() {
    var id = tree(post("/api/batches", BatchRows.json(BatchRows.files(3000)))).get("id").asText();
    var at = "/api/batches/" + id;
    assertThat(tree(ask("POST", at + "/pause", null)).get("state").asText()).isEqualTo("paused");
    assertThat(column("SELECT state FROM sluice.batch WHERE id = " + id)).containsExactly("paused");
    assertThat(tree(ask("POST", at + "/resume", null)).get("state").asText())
        .isIn("listing", "running");
    Asking.await(() -> BatchRows.state(id).equals("completed"));
    assertThat(get(at).at("/counters/done").asLong())
        .isEqualTo(3000)
        .isEqualTo(count("SELECT count(*) FROM sluice.file_events WHERE batch_id = " + id));
  }

  @Test
  void a_cancelled_batch_does_not_go_on() {
    var id = tree(post("/api/batches", BatchRows.json(BatchRows.files(3000)))).get("id").asText();
    var at = "/api/batches/" + id;
    assertThat(tree(ask("POST", at + "/cancel", null)).get("state").asText())
        .isEqualTo("cancelled");
    var refused = ask("POST", at + "/resume", null);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(tree(refused).get("detail").asText()).contains("cancelled");
    assertThat(ask("POST", at + "/retry", null).status()).isEqualTo(409);
  }

  @Test
  void what_failed_is_tried_again_by_state_and_reason() {
    var id = BatchRows.uploaded(BatchRows.json(BatchRows.files(3)));
    for (var change :
        List.of(
            "item SET state = 'failed', reason = 'missing', stage = 0 WHERE number = 2 AND batch_id"
                + " = ",
            "chunk SET done = done - 1, failed = 1 WHERE batch_id = ",
            "batch SET done = done - 1, failed = 1 WHERE id = ")) {
      TestDatabase.execute(ApiNode.database(), "UPDATE sluice." + change + id);
    }
    var retry = "/api/batches/" + id + "/retry";
    assertThat(tree(ask("POST", retry + "?state=dead", null)).get("items").asLong()).isZero();
    assertThat(tree(ask("POST", retry + "?reason=changed", null)).get("items").asLong()).isZero();
    Asking.await(() -> BatchRows.state(id).equals("completed"));
    var again = tree(ask("POST", retry + "?state=failed&reason=missing", null));
    assertThat(again.get("items").asLong()).isOne();
    Asking.await(() -> BatchRows.state(id).equals("completed"));
    var counters = get("/api/batches/" + id).get("counters");
    assertThat(counters.get("failed").asLong()).isZero();
    // Its content is stored since the first time.
    assertThat(counters.get("done").asLong()).isEqualTo(2);
    assertThat(counters.get("duplicates").asLong()).isOne();
  }

  private static String neverBegun(String name) {
    return column(
            """
            INSERT INTO sluice.batch (name, kind, source) VALUES ('%s', 'files',
              '{"roots": ["%s"], "followLinks": false}') RETURNING id\
            """
                .formatted(name, BatchRows.files(1).toUri()))
        .get(0);
  }

  @Test
  void a_batch_that_was_never_told_to_begin_is_paused_and_resumed_like_others() {
    var id = neverBegun("never begun");
    assertThat(ask("POST", "/api/batches/never%20begun/pause", null).status()).isEqualTo(200);
    assertThat(BatchRows.state(id)).isEqualTo("paused");
    assertThat(ask("POST", "/api/batches/never%20begun/resume", null).status()).isEqualTo(200);
    Asking.await(() -> BatchRows.state(id).equals("completed"));
    assertThat(count("SELECT count(*) FROM sluice.file_events WHERE batch_id = " + id)).isOne();
  }

  @Test
  void a_batch_that_was_never_told_to_begin_can_be_cancelled_and_removed() {
    var cancelled = neverBegun("not to begin");
    assertThat(ask("POST", "/api/batches/" + cancelled + "/cancel", null).status()).isEqualTo(200);
    assertThat(BatchRows.state(cancelled)).isEqualTo("cancelled");
    var removed = neverBegun("to go");
    assertThat(ask("DELETE", "/api/batches/" + removed, null).status()).isEqualTo(202);
    Asking.await(() -> count("SELECT count(*) FROM sluice.batch WHERE id = " + removed) == 0);
  }

  @Test
  void a_batch_that_is_removed_leaves_its_files_unless_they_are_to_go_too() throws IOException {
    var files = BatchRows.files(40);
    var kept = BatchRows.uploaded(BatchRows.json(files));
    Files.writeString(files.resolve("its-own.txt"), "what only the second batch has " + files);
    var purged = BatchRows.uploaded(BatchRows.json(files));
    var blobs =
        "SELECT path FROM sluice.file JOIN sluice.file_events USING (hash) WHERE batch_id = ";
    var shared = column(blobs + kept);
    var own = column(blobs + purged + " AND filename = 'its-own.txt'");
    assertThat(own).hasSize(1);

    assertThat(remove(purged + "?purge=true")).isEqualTo(202);

    assertThat(column("SELECT path FROM sluice.file WHERE path = '" + own.get(0) + "'")).isEmpty();
    assertThat(images().resolve(own.get(0))).doesNotExist();
    assertThat(count("SELECT count(*) FROM sluice.file_events WHERE batch_id = " + purged))
        .isZero();
    assertThat(shared).hasSize(40).allSatisfy(path -> assertThat(images().resolve(path)).exists());

    assertThat(remove(kept)).isEqualTo(202);

    assertThat(shared).allSatisfy(path -> assertThat(images().resolve(path)).exists());
    assertThat(count("SELECT count(*) FROM sluice.file_events WHERE batch_id = " + kept))
        .isEqualTo(40);
    assertThat(ask("DELETE", "/api/batches/" + kept, null).status()).isEqualTo(404);
    var journal = "SELECT count(*) FROM sluice.event_journal WHERE persistence_id = 'batch|%s'";
    assertThat(count(journal.formatted(kept))).as("the event that says so").isOne();
  }

  private static Path images() {
    return ApiNode.directory().resolve("data");
  }

  /** Until nothing is left of it. */
  private static int remove(String batch) {
    var id = batch.replaceFirst("[?].*", "");
    var answer = ask("DELETE", "/api/batches/" + batch, null);
    Asking.await(() -> count("SELECT count(*) FROM sluice.batch WHERE id = " + id) == 0);
    assertThat(count("SELECT count(*) FROM sluice.item WHERE batch_id = " + id)).isZero();
    assertThat(count("SELECT count(*) FROM sluice.chunk WHERE batch_id = " + id)).isZero();
    return answer.status();
  }

  @Test
  void of_no_batch_nothing_is_told() {
    for (var name :
        List.of("987654321", "nobody", "nobody/items", "nobody/failures", "nobody/log")) {
      assertThat(ask("GET", "/api/batches/" + name, null).status()).as(name).isEqualTo(404);
    }
  }

  @Test
  void the_rate_is_told_and_what_is_left_of_all_that_is_listed() {
    var id = tree(post("/api/batches", BatchRows.json(BatchRows.files(20_000)))).get("id").asText();
    Asking.await(
        () -> {
          var batch = get("/api/batches/" + id);
          return batch.at("/rate/itemsPerSecond").asDouble() > 0
                  && batch.get("secondsLeft").isNumber()
              || batch.get("state").asText().equals("completed");
        });
    assertThat(BatchRows.state(id)).isIn("listing", "running");
    ask("POST", "/api/batches/" + id + "/cancel", null);
  }
}
