package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.column;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has become of each item is sent once, in lines that programs read. */
@ExtendWith(ApiNode.class)
class BatchResultsTest {
  private static String results(String id, String query) {
    var answer = ask("GET", "/api/batches/" + id + "/results?" + query, null);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private static List<JsonNode> objects(String id, String query) throws IOException {
    var objects = new ArrayList<JsonNode>();
    for (var line : results(id, "format=jsonl" + query).split("\n")) {
      objects.add(Contract.JSON.readTree(line));
    }
    return objects;
  }

  @Test
  void names_that_csv_must_quote_are_quoted() throws IOException {
    var files = BatchRows.files(0);
    var name = "a,\"b\"\nc;=d.txt";
    Files.writeString(files.resolve(name), "comma");
    Files.writeString(files.resolve("plain.txt"), "plain");
    var id = BatchRows.uploaded(BatchRows.json(files));
    var csv = results(id, "format=csv");
    assertThat(csv)
        .startsWith(
            "number,state,reason,detail,address,filename,size,mime_type,hash,storage_url\r\n")
        .contains(",\"a,\"\"b\"\"\nc;=d.txt\",5,")
        .contains(",plain.txt,5,")
        .endsWith("\r\n");
    assertThat(csv.split("\r\n")).hasSize(3);
    assertThat(objects(id, "")).extracting(o -> o.get("filename").asText()).contains(name);
  }

  @Test
  void what_spreadsheets_would_run_is_marked_as_text_where_that_is_asked_for() throws IOException {
    var files = BatchRows.files(0);
    var names = List.of("=1+2", "+1", "-1", "@sum", "\tx", "\rx", "\nx", "a=1", "'=1");
    for (var name : names) {
      Files.writeString(files.resolve(name), name);
    }
    var id = BatchRows.uploaded(BatchRows.json(files));
    var raw = results(id, "format=csv");
    assertThat(raw).contains(",=1+2,4,", ",+1,2,", ",-1,2,", ",@sum,4,", ",\"\tx\",2,");
    assertThat(results(id, "formulas=escape"))
        .contains(",'=1+2,4,", ",'+1,2,", ",'-1,2,", ",'@sum,4,")
        .contains(",\"'\tx\",2,", ",\"'\rx\",2,", ",\"'\nx\",2,", ",a=1,3,", ",'=1,3,")
        .doesNotContain(",=1+2,");
    assertThat(results(id, "format=jsonl&formulas=escape")).isEqualTo(results(id, "format=jsonl"));
    assertThat(objects(id, ""))
        .extracting(o -> o.get("filename").asText())
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void hashes_and_places_are_those_of_the_files() throws IOException {
    var files = BatchRows.files(2);
    Files.copy(files.resolve("file-0.txt"), files.resolve("copy.txt"));
    var id = BatchRows.uploaded(BatchRows.json(files));
    var results = objects(id, "");
    assertThat(results).extracting(o -> o.get("state").asText()).contains("duplicate");
    assertThat(results)
        .hasSize(3)
        .allSatisfy(
            result ->
                assertThat(
                        column(
                            "SELECT path FROM sluice.file WHERE encode(hash, 'hex') = '%s' AND size = %d"
                                .formatted(
                                    result.get("hash").asText(), result.get("size").asLong())))
                    .containsExactly(result.get("storage_url").asText()));
    assertThat(objects(id, "&state=duplicate")).hasSize(1);
  }

  @Test
  void of_a_file_that_was_stored_twice_the_last_time_is_told() throws IOException {
    var id = BatchRows.uploaded(BatchRows.json(BatchRows.files(1)));
    TestDatabase.execute(
        ApiNode.database(),
        """
        INSERT INTO sluice.file_events (event_time, operation, filename, redis_message_id,
          batch_id, item)
        SELECT event_time + interval '1 day', operation, 'later', redis_message_id, batch_id, item
        FROM sluice.file_events WHERE batch_id = %s"""
            .formatted(id));
    assertThat(objects(id, ""))
        .extracting(o -> o.get("filename").asText())
        .containsExactly("later");
  }

  @ParameterizedTest
  @ValueSource(strings = {"done", "failed", "failed,dead,duplicate", "done,duplicate,failed"})
  void items_come_once_each_by_their_numbers(String states) throws IOException {
    var id = BatchRows.example();
    assertThat(objects(id, "&state=" + states))
        .extracting(o -> o.get("number").asText())
        .containsExactlyElementsOf(
            column(
                "SELECT number FROM sluice.item WHERE batch_id = %s AND state IN ('%s') ORDER BY 1"
                    .formatted(id, states.replace(",", "','"))));
  }

  @Test
  void a_state_that_is_none_and_a_batch_that_is_none_are_refused() {
    var at = "/api/batches/" + BatchRows.example() + "/results?state=";
    assertThat(ask("GET", at + "done,gone", null).status()).isEqualTo(400);
    assertThat(ask("GET", "/api/batches/nobody/results", null).status()).isEqualTo(404);
  }
}
