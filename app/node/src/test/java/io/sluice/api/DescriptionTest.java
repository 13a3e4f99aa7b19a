package io.sluice.api;

import static io.sluice.api.Asking.CONTRACT;
import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.example;
import static io.sluice.api.Asking.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Wire.Answer;
import io.sluice.node.ApiNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The node does what its description says, and the description is one. */
@ExtendWith(ApiNode.class)
@ResourceLock(Asking.UPLOADS)
@ResourceLock(NodeRows.LOCK)
class DescriptionTest {
  @Test
  void the_description_is_openapi_3_1() {
    var text = ask("GET", "/api/openapi.json", null).text();
    var read = new OpenAPIV3Parser().readContents(text, null, new ParseOptions());
    assertThat(read.getMessages()).isEmpty();
    assertThat(read.isOpenapi31()).isTrue();
    assertThat(text).contains("\"openapi\": \"3.1.0\"");
  }

  private static Answer pictureOfAnItem() {
    var photos = ApiNode.export("described photos", 77_001).resolve("photos");
    var batch = "/api/batches/" + BatchRows.uploaded(BatchRows.json(photos)) + "/items?stored=true";
    for (var item : Asking.get(batch).get("items")) {
      if (!item.at("/stored/picture").isNull()) {
        return ask("GET", item.at("/stored/picture").asText(), null);
      }
    }
    throw new AssertionError("no picture in " + batch);
  }

  @Test
  void every_operation_answers_as_it_is_described() {
    long id = example();
    var at = "/api/channels/" + id;
    var picture = Asking.get(at + "/images?limit=1").at("/images/0/url").asText();
    long web =
        Asking.tree(post("/api/channels", "{\"source\":\"@answers\"}"))
            .at("/channels/0/id")
            .asLong();
    Asking.await(() -> Asking.state(web).equals("failed"));
    var other = "/api/channels/" + web;
    Map<String, Answer> answers = new HashMap<>();
    answers.put("addChannel", post("/api/channels", "{\"source\":\"@answers\",\"limit\":1}"));
    answers.put("listChannels", ask("GET", "/api/channels", null));
    answers.put("getChannel", ask("GET", at, null));
    answers.put("listFailures", ask("GET", at + "/failures", null));
    answers.put("listMessages", ask("GET", at + "/messages", null));
    answers.put("listImages", ask("GET", at + "/images", null));
    answers.put("listChannelLog", ask("GET", at + "/log", null));
    answers.put("pauseChannel", ask("POST", other + "/pause", null));
    answers.put("resumeChannel", ask("POST", other + "/resume", null));
    answers.put("retryChannel", ask("POST", other + "/retry", null));
    answers.put("removeChannel", ask("DELETE", other, null));
    answers.put("listNodes", ask("GET", "/api/nodes?ended=true", null));
    answers.put("drainNode", ask("POST", "/api/nodes/" + NodeRows.leaving() + "/drain", null));
    answers.put("downNode", ask("POST", "/api/nodes/" + NodeRows.silent() + "/down", null));
    answers.put("startSweep", ask("POST", "/api/sweep", null));
    answers.put("getSweep", ask("GET", "/api/sweep", null));
    answers.put("getStatus", ask("GET", "/api/status", null));
    answers.put("getHistory", ask("GET", "/api/history?since=24h&step=60", null));
    answers.put("getDescription", ask("GET", "/api/openapi.json", null));
    answers.put("streamEvents", EventStream.first("/api/events"));
    answers.put("getUpload", ask("GET", "/api/uploads/not-there-yet", null));
    answers.put(
        "putFile",
        Asking.put("/api/uploads/described/a.txt", "a".getBytes(StandardCharsets.UTF_8)));
    answers.put(
        "putNamedFile",
        Asking.put(
            "/api/uploads/described?path=.a&modified=1", "a".getBytes(StandardCharsets.UTF_8)));
    answers.put(
        "checkFiles",
        post("/api/uploads/described", "{\"files\":[{\"path\":\"b\",\"size\":1,\"modified\":1}]}"));
    answers.put("getPicture", ask("GET", picture, null));

    var batch = "/api/batches/" + BatchRows.example();
    var files = BatchRows.json(BatchRows.files(1));
    answers.put("addBatch", post("/api/batches", files));
    var steered = "/api/batches/" + Asking.tree(post("/api/batches", files)).get("id").asText();
    answers.put("listBatches", ask("GET", "/api/batches", null));
    answers.put("getBatch", ask("GET", batch, null));
    answers.put("listBatchItems", ask("GET", batch + "/items", null));
    answers.put("getItemPicture", pictureOfAnItem());
    answers.put("countBatchFailures", ask("GET", batch + "/failures", null));
    answers.put("getBatchStages", ask("GET", batch + "/stages", null));
    answers.put("listBatchLog", ask("GET", batch + "/log", null));
    answers.put("getBatchResults", ask("GET", batch + "/results", null));
    answers.put(
        "putCategory",
        ask(
            "PUT",
            "/api/categories/described",
            "{\"description\":\"d\"}".getBytes(StandardCharsets.UTF_8),
            Asking.JSON_TYPE));
    answers.put("listCategories", ask("GET", "/api/categories", null));
    answers.put("addExamples", post("/api/categories/described/examples", "{\"hashes\":[]}"));
    answers.put("removeCategory", ask("DELETE", "/api/categories/described", null));
    answers.put("addDoNotContact", post("/api/do-not-contact", "{\"entries\":[\"d.example\"]}"));
    answers.put("listDoNotContact", ask("GET", "/api/do-not-contact", null));
    answers.put("removeDoNotContact", ask("DELETE", "/api/do-not-contact/d.example", null));
    var documents = "/api/batches/" + BatchRows.documents();
    answers.put("getBatchClassification", ask("GET", documents + "/classification", null));
    answers.put("classifyBatch", ask("POST", documents + "/classify?again=true", null));
    var websites = "/api/batches/" + BatchRows.websites(3);
    answers.put("listSiteMessages", ask("GET", websites + "/messages", null));
    answers.put(
        "changeSiteMessages",
        post(websites + "/messages", "{\"action\":\"approve\",\"all\":true}"));
    answers.put("listWebsites", ask("GET", "/api/websites?limit=2", null));
    answers.put(
        "previewWebsites",
        ask(
            "POST",
            "/api/websites/preview",
            "Website;Name\na.test;Ann\n".getBytes(StandardCharsets.UTF_8),
            "Content-Type: application/octet-stream"));
    answers.put("listDocuments", ask("GET", "/api/documents", null));
    answers.put("beginSession", post("/api/session", "{\"token\":\"any\"}"));
    answers.put("getSession", ask("GET", "/api/session", null));
    answers.put("endSession", ask("DELETE", "/api/session", null));
    answers.put("search", ask("GET", "/api/search?words=a", null));
    answers.put("pauseBatch", ask("POST", steered + "/pause", null));
    answers.put("resumeBatch", ask("POST", steered + "/resume", null));
    answers.put("retryBatch", ask("POST", steered + "/retry", null));
    answers.put("cancelBatch", ask("POST", steered + "/cancel", null));
    answers.put("removeBatch", ask("DELETE", steered, null));
    answers.put("postFiles", SentForm.of("described").file("a.txt", "described").post("?wait=0"));
    answers.put(
        "putOneFile",
        Asking.put("/api/files/d.txt?wait=0", "described".getBytes(StandardCharsets.UTF_8)));
    answers.put("tusOptions", ask("OPTIONS", "/api/tus", null));
    var begun = TusSender.begin("/api/tus", 1, TusSender.named("t.txt"));
    answers.put("beginPieces", begun);
    answers.put("getPieces", ask("GET", begun.header("Location"), null, TusSender.VERSION));
    answers.put(
        "sendPiece",
        TusSender.send(begun.header("Location"), 0, "t".getBytes(StandardCharsets.UTF_8)));
    answers.put("removePieces", ask("DELETE", begun.header("Location"), null, TusSender.VERSION));

    answers.put("addFeed", post("/api/feeds", "{\"url\":\"redis://:word@127.0.0.1:1/described\"}"));
    assertThat(answers.get("addFeed").text()).doesNotContain("word");
    answers.put("listFeeds", ask("GET", "/api/feeds", null));
    answers.put("getFeed", ask("GET", "/api/feeds/described", null));
    answers.put("listDeadLetters", ask("GET", "/api/feeds/described/dead-letters", null));
    answers.put("retryDeadLetters", ask("POST", "/api/feeds/described/dead-letters/retry", null));
    answers.put("pauseFeed", ask("POST", "/api/feeds/described/pause", null));
    answers.put("resumeFeed", ask("POST", "/api/feeds/described/resume", null));
    answers.put("removeFeed", ask("DELETE", "/api/feeds/described", null));

    assertThat(answers.keySet())
        .containsExactlyInAnyOrderElementsOf(
            CONTRACT.operations().stream().map(Contract.Known::id).toList());
    answers.forEach(
        (operation, answer) -> assertThat(answer.status()).as(operation).isBetween(200, 299));
    NodeRows.remove();
  }
}
