package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.column;
import static io.sluice.api.Asking.count;
import static io.sluice.api.Asking.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where the files of batches come from: addresses, lists, and nothing that may not be read. */
@ExtendWith(ApiNode.class)
class BatchSourcesTest {
  @Test
  void addresses_and_lists_are_told_as_they_are_and_what_is_refused_fails_alone()
      throws IOException {
    var files = BatchRows.files(2);
    var secret = Files.writeString(ApiNode.directory().resolve("secret/listed.txt"), "secret");
    var list =
        Files.writeString(
            files.resolve("list"), "file-0.txt\n%s\nhttp://10.0.0.2/b\n".formatted(secret));
    var id =
        BatchRows.uploaded(
            "{\"kind\":\"files\",\"source\":{\"lists\":[\"%s\"],\"addresses\":[\"%s\"]}}"
                .formatted(list, "HTTP://10.0.0.1:80/a#b"));
    var source = get("/api/batches/" + id).get("source");
    assertThat(source.get("addresses").toString()).isEqualTo("[\"http://10.0.0.1/a\"]");
    assertThat(source.get("lists").toString()).isEqualTo("[\"" + list + "\"]");
    assertThat(source.get("paths")).isEmpty();
    assertThat(
            column(
                "SELECT address || ' ' || state || coalesce(' ' || reason, '') FROM sluice.item"
                    + " WHERE batch_id = %s ORDER BY number".formatted(id)))
        .containsExactly(
            "http://10.0.0.1/a failed refused",
            files.resolve("file-0.txt").toUri() + " done",
            secret.toUri() + " failed refused",
            "http://10.0.0.2/b failed refused");
  }

  @Test
  void no_file_is_read_that_has_become_a_link_to_the_outside() throws IOException {
    var files = BatchRows.files(1);
    var id = BatchRows.uploaded(BatchRows.json(files));
    var file = files.resolve("file-0.txt");
    var secret = ApiNode.directory().resolve("secret");
    Files.delete(file);
    Files.createSymbolicLink(file, Files.writeString(secret.resolve("swapped.txt"), "secret"));
    for (var change :
        List.of(
            "item SET state = 'failed', reason = 'missing', stage = 0 WHERE batch_id = ",
            "chunk SET done = 0, failed = 1 WHERE batch_id = ",
            "batch SET done = 0, failed = 1 WHERE id = ")) {
      TestDatabase.execute(ApiNode.database(), "UPDATE sluice." + change + id);
    }
    assertThat(ask("POST", "/api/batches/" + id + "/retry", null).status()).isEqualTo(200);
    var reasons = "SELECT reason FROM sluice.item WHERE state = 'failed' AND batch_id = " + id;
    Asking.await(() -> column(reasons).equals(List.of("refused")));
    assertThat(count("SELECT count(*) FROM sluice.file_events WHERE batch_id = " + id)).isOne();
  }

  @Test
  void a_list_that_is_an_object_is_told_as_it_is_and_must_be_one_that_may_be_read() {
    var body = "{\"kind\":\"websites\",\"source\":{\"lists\":[\"%s\"]}}";
    var refused = Asking.post("/api/batches", body.formatted("s3://bucket/a b.csv"));
    assertThat(Asking.problem(refused)).isEqualTo("source-not-readable");
    assertThat(Asking.tree(refused).get("field").asText()).isEqualTo("source.lists");
    var wrong = Asking.post("/api/batches", body.formatted("s3://b/a.csv"));
    assertThat(Asking.problem(wrong)).isEqualTo("unfit-source");
  }
}
