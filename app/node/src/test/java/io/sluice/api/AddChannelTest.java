package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.await;
import static io.sluice.api.Asking.count;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.post;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A source that is added is one channel, however often and in whatever words. */
@ExtendWith(ApiNode.class)
class AddChannelTest {
  private static final String ROWS_COMPLETED =
      "SELECT count(*) FROM sluice.channel WHERE state = 'completed' AND name LIKE 'row-%'";

  private static final String SEEN = "{\"size\":1,\"modified\":1}";

  private static JsonNode added(String json, int status) {
    var answer = post("/api/channels", json);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return tree(answer).get("channels");
  }

  @Test
  void adding_twice_makes_one_channel_and_another_interval_changes_it() {
    long id = added("{\"source\":\"@added_twice\",\"interval\":\"60s\"}", 201).at("/0/id").asLong();
    // Whether it is new is read from its row, which is a moment behind.
    await(() -> !get("/api/channels/" + id).at("/channel/source").isNull());
    for (var again :
        List.of("@added_twice", "t.me/Added_Twice", "tg://resolve?domain=added_twice")) {
      var channels = added("{\"source\":\"%s\",\"interval\":\"1m\"}".formatted(again), 200);
      assertThat(channels.at("/0/id").asLong()).isEqualTo(id);
      assertThat(channels.at("/0/added").asBoolean()).isFalse();
    }
    added("{\"source\":\"@added_twice\",\"interval\":\"5m\"}", 200);
    await(() -> get("/api/channels/" + id).at("/channel/source/intervalSeconds").asInt() == 300);
    added("{\"source\":\"t.me/added_twice\"}", 200);
    assertThat(get("/api/channels/" + id).at("/channel/source/intervalSeconds").asInt())
        .as("named again without options it stays as it was")
        .isEqualTo(300);
    assertThat(get("/api/channels/" + id).get("waitingSources")).isEmpty();
    assertThat(
            count("SELECT count(*) FROM sluice.channel_alias WHERE alias = 'telegram:added_twice'"))
        .isEqualTo(1);
  }

  @Test
  void an_address_that_no_kind_of_source_means_is_refused_in_its_own_words() {
    var answer = post("/api/channels", "{\"source\":\"https://example.org/feed.xml\"}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(tree(answer).get("detail").asText())
        .isEqualTo("https://example.org/feed.xml is no channel and no absolute path");
  }

  @Test
  void adding_at_once_makes_one_channel() {
    var adding =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            tree(post("/api/channels", "{\"source\":\"@added_at_once\"}"))
                                .at("/channels/0/id")
                                .asLong()))
            .toList();
    assertThat(adding.stream().map(CompletableFuture::join).distinct()).hasSize(1);
  }

  @Test
  void the_chats_of_an_export_are_channels_and_can_be_chosen() throws IOException {
    var message =
        "{\"id\":1,\"type\":\"message\",\"date\":\"2024-01-01T00:00:00\",\"date_unixtime\":\"1704067200\",\"from\":\"A\",\"from_id\":\"user1\",\"text\":\"hello\",\"text_entities\":[]}";
    var chats = new ArrayList<String>();
    for (int i = 1; i <= 3; i++) {
      chats.add(
          "{\"name\":\"Chat %d\",\"type\":\"private_group\",\"id\":%d,\"messages\":[%s]}"
              .formatted(i, 7000 + i, message));
    }
    var directory = Files.createDirectories(ApiNode.directory().resolve("exports/many"));
    Files.writeString(
        directory.resolve("result.json"),
        "{\"chats\":{\"about\":\"x\",\"list\":[%s]}}".formatted(String.join(",", chats)));
    var source = "{\"source\":\"" + directory + "\"";

    var none = post("/api/channels", source + ",\"chats\":[\"Chat 9\\ud800\"]}");
    assertThat(none.status()).isEqualTo(422);
    assertThat(tree(none).get("field").asText()).isEqualTo("chats");
    var one = added(source + ",\"chats\":[\"cHAT 2\",\"7002\"]}", 201);
    assertThat(one).hasSize(1);
    assertThat(one.at("/0/name").asText()).isEqualTo("chat-2");
    var all = added(source + "}", 201);
    assertThat(all).hasSize(3);
    assertThat(added(source + "}", 200)).hasSize(3);
    for (var channel : all) {
      long id = channel.get("id").asLong();
      await(() -> Asking.state(id).equals("completed"));
      assertThat(count("SELECT count(*) FROM sluice.message WHERE channel_id = " + id))
          .isEqualTo(1);
    }
  }

  @Test
  void a_chat_whose_row_is_held_up_holds_up_no_other_of_its_export() throws Exception {
    var chats =
        IntStream.rangeClosed(1, 5)
            .mapToObj(
                i ->
                    "{\"name\":\"Row %d\",\"type\":\"private_group\",\"id\":%d,\"messages\":[]}"
                        .formatted(i, 7100 + i))
            .toList();
    var directory = Files.createDirectories(ApiNode.directory().resolve("exports/rows"));
    Files.writeString(
        directory.resolve("result.json"),
        "{\"chats\":{\"about\":\"x\",\"list\":[%s]}}".formatted(String.join(",", chats)));
    var source = "{\"source\":\"" + directory + "\"";
    long first = added(source + ",\"chats\":[\"Row 1\"]}", 201).at("/0/id").asLong();
    await(() -> Asking.state(first).equals("completed"));
    try (var database = TestDatabase.open(ApiNode.database())) {
      var adding =
          database.transaction(
              connection -> {
                connection
                    .createStatement()
                    .execute(
                        "SELECT FROM sluice.channel WHERE id = %d FOR UPDATE".formatted(first));
                var asked = CompletableFuture.supplyAsync(() -> added(source + "}", 201));
                await(() -> count(ROWS_COMPLETED) == 5);
                assertThat(asked).isNotDone();
                return asked;
              });
      assertThat(adding.join()).hasSize(5);
    }
  }

  @Test
  void what_the_sender_sees_must_be_what_the_node_sees() throws IOException {
    var export = ApiNode.export("Seen News", 4004);
    var file = export.resolve("result.json");
    long size = Files.size(file);
    long modified = Files.getLastModifiedTime(file).toMillis();
    var body = "{\"source\":\"%s\",\"file\":{\"size\":%d,\"modified\":%d}}";
    assertThat(post("/api/channels", body.formatted(export, size + 1, modified)).status())
        .isEqualTo(422);
    assertThat(post("/api/channels", body.formatted(export, size, modified + 1)).status())
        .isEqualTo(422);
    added(body.formatted(export, size, modified), 201);
  }

  @Test
  void a_link_that_leads_out_of_the_source_roots_is_not_followed() throws IOException {
    var outside = Files.createDirectories(ApiNode.directory().resolve("secret/export"));
    Files.copy(ApiNode.example().resolve("result.json"), outside.resolve("result.json"));
    var link = ApiNode.directory().resolve("exports/link");
    Files.createSymbolicLink(link, outside);
    for (var source :
        List.of(link, outside, ApiNode.directory().resolve("exports/../secret/export"))) {
      assertThat(post("/api/channels", "{\"source\":\"" + source + "\"}").status()).isEqualTo(422);
    }
  }

  /** An export outside of the roots with one message that nobody may see. */
  private static Path secretExport(String name, long id) throws IOException {
    var outside = Files.createDirectories(ApiNode.directory().resolve("secret").resolve(name));
    Files.writeString(
        outside.resolve("result.json"),
        """
        {"name": "secret", "type": "private_group", "id": %d, "messages": [
          {"id": 777, "type": "message", "date_unixtime": "1704067200", "text": "top secret"}]}
        """
            .formatted(id));
    return outside;
  }

  @Test
  void a_link_in_place_of_the_file_does_not_lead_out_of_the_roots_nor_tells_what_is_there()
      throws IOException {
    var outside = secretExport("linked", 8001);
    var export = Files.createDirectories(ApiNode.directory().resolve("exports/linked"));
    var result = export.resolve("result.json");
    var told = new TreeSet<String>();
    for (var target :
        List.of(
            outside.resolve("result.json"),
            outside.resolve("nothing.json"),
            outside,
            Path.of("/proc/self/environ"),
            Path.of("/dev/zero"))) {
      Files.createSymbolicLink(result, target);
      for (var source : List.of(export, result)) {
        var answer = post("/api/channels", "{\"source\":\"" + source + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        told.add(answer.text().replace(source + "\"", "SOURCE\""));
      }
      Files.delete(result);
    }
    assertThat(told).hasSize(1).allMatch(text -> text.contains("source-not-readable"));
    assertThat(count("SELECT count(*) FROM sluice.message WHERE text = 'top secret'")).isZero();
  }

  @Test
  void what_was_added_is_not_read_from_outside_when_a_link_takes_its_place() throws IOException {
    var export = ApiNode.export("Swapped News", 8002);
    long id = Asking.collected(export.toString());
    var result = export.resolve("result.json");
    for (var target : List.of(secretExport("swapped", 8002), export.resolve("nothing"))) {
      Files.delete(result);
      Files.createSymbolicLink(result, target.resolve("result.json"));
      ask("POST", "/api/channels/" + id + "/resume", null);
      await(() -> Asking.state(id).equals("failed"));
      assertThat(get("/api/channels/" + id).at("/channel/reason").asText())
          .isEqualTo(
              "%s is not there, or leads out of %s: put the export itself there, not a link to it"
                  .formatted(result, export.getParent()));
    }
    assertThat(count("SELECT count(*) FROM sluice.message WHERE text = 'top secret'")).isZero();
  }

  @Test
  void links_within_the_roots_are_followed() throws IOException {
    var export = ApiNode.export("Linked News", 8003);
    var link = Files.createSymbolicLink(export.resolveSibling("to-linked-news"), export);
    var own = Files.createDirectories(export.resolveSibling("own-directory"));
    Files.createSymbolicLink(own.resolve("result.json"), export.resolve("result.json"));
    long id = Asking.collected(link.toString());
    assertThat(Asking.collected(own.toString())).isEqualTo(id);
    assertThat(count("SELECT count(*) FROM sluice.message WHERE channel_id = " + id))
        .isEqualTo(240);
    assertThat(
            count(
                "SELECT count(*) FROM sluice.photo WHERE path IS NOT NULL AND channel_id = " + id))
        .isPositive();
  }

  @Test
  void what_lies_outside_the_source_roots_is_told_by_no_refusal() throws IOException {
    var outside = Files.createDirectories(ApiNode.directory().resolve("secret/told"));
    Files.writeString(outside.resolve("file"), "{\"k3y-of-it\": [t0ken");
    Files.copy(ApiNode.example().resolve("result.json"), outside.resolve("result.json"));
    var inside = Files.createDirectories(ApiNode.directory().resolve("exports/told"));
    var targets =
        List.of(
            outside.resolve("file"),
            outside.resolve("result.json"),
            outside.resolve("file/below"),
            outside.resolve("nothing"),
            outside.resolve("nothing/below"),
            outside,
            Path.of("/etc/passwd"),
            Path.of("/root/.ssh"),
            Path.of("/proc/self/environ"),
            Path.of("/"));
    var sources = new ArrayList<Path>();
    for (var target : targets) {
      var link = inside.resolve("link" + sources.size());
      Files.createSymbolicLink(link, target);
      sources.add(target);
      sources.add(link);
      sources.add(inside.resolve("../../").resolve(target.toString().substring(1)));
      sources.add(Path.of(inside + "/../../.." + target));
    }
    sources.add(inside.resolve("nothing"));
    var answers =
        sources.stream()
            .map(
                source ->
                    post("/api/channels", "{\"source\":\"" + source + "\",\"file\":" + SEEN + "}"))
            .map(answer -> answer.status() + answer.text().replaceAll("there: [^\"]*\"", "there\""))
            .distinct();
    assertThat(answers).hasSize(1).first().asString().startsWith("422").contains("not-readable");
  }

  @Test
  void a_refusal_repeats_nothing_of_what_a_file_holds() throws IOException {
    var directory = Files.createDirectories(ApiNode.directory().resolve("exports/quoted"));
    for (var text :
        List.of(
            "s3cret",
            "{\"s3cret\":1}",
            "{\"s3cret\":s3cret}",
            "[\"s3cret\"]",
            "-----BEGIN s3cret",
            "{\"name\":\"s3cret\",\"type\":\"s3cret\",\"id\":\"s3cret\",\"messages\":[s3cret",
            "{\"a\":" + "[".repeat(1100) + "\"s3cret\"",
            "{\"a\":s3cret" + "9".repeat(1100) + "}")) {
      Files.writeString(directory.resolve("result.json"), text);
      for (var source : List.of(directory, directory.resolve("result.json"))) {
        var answer = post("/api/channels", "{\"source\":\"" + source + "\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).doesNotContain("s3cret");
      }
    }
  }

  @Test
  void a_removed_channel_is_gone_and_can_come_back() {
    long id = Asking.collected(ApiNode.export("Gone News", 5005).toString());
    assertThat(ask("DELETE", "/api/channels/" + id, null).status()).isEqualTo(204);
    await(() -> Asking.state(id).isEmpty());
    assertThat(ask("DELETE", "/api/channels/" + id, null).status()).isEqualTo(404);
    assertThat(count("SELECT count(*) FROM sluice.message WHERE channel_id = " + id))
        .isEqualTo(240);
    assertThat(Asking.collected(ApiNode.directory().resolve("exports/Gone-News").toString()))
        .isEqualTo(id);
    assertThat(ask("DELETE", "/api/channels/" + id + "?purge=true", null).status()).isEqualTo(202);
    await(() -> count("SELECT count(*) FROM sluice.message WHERE channel_id = " + id) == 0);
  }

  @Test
  void sources_that_keep_the_node_waiting_do_not_hold_up_other_requests() throws Exception {
    Asking.example();
    var held = ApiNode.holdSite();
    var wires = new ArrayList<Wire>();
    try {
      for (int i = 0; i < 12; i++) {
        var wire = new Wire(ApiNode.uri());
        wires.add(wire);
        var body = "{\"source\":\"@held_up_%d\"}".formatted(i).getBytes(StandardCharsets.UTF_8);
        wire.send(
            Wire.head(ApiNode.uri(), "POST", "/api/channels", List.of(Asking.JSON_TYPE), body));
        wire.send(body);
      }
      Thread.sleep(300);
      var began = System.nanoTime();
      get("/api/status");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    } finally {
      held.countDown();
      for (var wire : wires) {
        assertThat(wire.answer(false).status()).isIn(201, 503);
        wire.close();
      }
    }
  }
}
