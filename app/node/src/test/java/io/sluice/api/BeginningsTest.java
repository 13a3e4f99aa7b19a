package io.sluice.api;

import static io.sluice.api.Asking.column;
import static io.sluice.api.Asking.pages;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What begins with some letters comes once each, byte by byte, whatever letters these are. */
@ExtendWith(ApiNode.class)
class BeginningsTest {
  private static final String NAMES =
      "ARRAY['begin', 'begin-2', 'begin_1', 'begin%', 'beginÿ', 'Begin', 'bégin', 'begim', 'begio',"
          + " repeat('begin', 40)]";

  @BeforeAll
  static void fill() {
    TestDatabase.execute(
        ApiNode.database(),
        """
        INSERT INTO sluice.batch (name, kind, source, state)
        SELECT name, CASE WHEN name = 'begin_1' THEN 'websites' ELSE 'documents' END,
          '{"roots": [], "followLinks": false}', 'completed' FROM unnest(%1$s) AS name;
        INSERT INTO sluice.website_list (batch_id, columns, format)
        SELECT id, '{Website}', 'csv' FROM sluice.batch WHERE name = 'begin_1';
        INSERT INTO sluice.websites (batch_id, list_row, line, website_url, domain, is_assumed,
          site_key, cells, scraping_status)
        SELECT (SELECT id FROM sluice.batch WHERE name = 'begin_1'), nr, nr, 'x',
          CASE WHEN nr %% 2 = 0 THEN 'begin' || nr / 4 || '.test' ELSE 'other.test' END, true,
          'k', '[]', CASE WHEN nr = 10 THEN 'FAILED' ELSE 'SCRAPED' END
        FROM generate_series(1, 40) AS nr;
        INSERT INTO sluice.document (hash, size, mime_type, state, metadata, pages_without_text,
          characters, parts_found, parts_read, parts_failed, parts_left, sample, uses)
        VALUES (decode(md5('beginnings'), 'hex'), 1, 'text/plain', 'text', '{}', 0, 1, 0, 0, 0, 0,
          'sample', 1);
        INSERT INTO sluice.document_item (batch_id, item, document_id, name)
        SELECT (SELECT id FROM sluice.batch WHERE name = 'begin'), nr,
          (SELECT id FROM sluice.document WHERE hash = decode(md5('beginnings'), 'hex')), name
        FROM unnest(%1$s || %1$s) WITH ORDINALITY AS all_of (name, nr)
        """
            .formatted(NAMES));
  }

  private static List<String> field(List<JsonNode> rows, String name) {
    return rows.stream().map(row -> row.get(name).asText()).toList();
  }

  private static String begins(String text) {
    return "begins=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void batches_come_by_name() {
    var names =
        column(
            """
            SELECT name FROM sluice.batch WHERE starts_with(name, 'begin') ORDER BY name COLLATE "C"
            """);
    assertThat(names).hasSize(6);
    assertThat(field(pages("/api/batches?limit=2&" + begins("begin"), "batches"), "name"))
        .containsExactlyElementsOf(names);
    assertThat(
            field(
                pages("/api/batches?kind=websites&limit=2&" + begins("begin"), "batches"), "name"))
        .containsExactly("begin_1");
    assertThat(field(pages("/api/batches?" + begins("begin%"), "batches"), "name"))
        .containsExactly("begin%");
    assertThat(pages("/api/batches?" + begins("nobody"), "batches")).isEmpty();
  }

  @Test
  void websites_come_by_domain_also_those_that_have_the_same() {
    var at = "/api/websites?limit=3&" + begins("BEGIN");
    assertThat(field(pages(at, "websites"), "line"))
        .containsExactlyElementsOf(
            column(
                """
                SELECT line FROM sluice.websites WHERE starts_with(domain, 'begin')
                ORDER BY domain COLLATE "C", list_row
                """))
        .hasSize(20);
    assertThat(field(pages(at + "&status=failed", "websites"), "line")).containsExactly("10");
    assertThat(field(pages(at + "9.&batch=begin_1", "websites"), "domain"))
        .containsExactly("begin9.test", "begin9.test");
  }

  @Test
  void documents_come_by_the_names_of_their_items_also_of_long_ones() {
    assertThat(field(pages("/api/documents?limit=3&" + begins("begin"), "documents"), "item"))
        .containsExactlyElementsOf(
            column(
                """
                SELECT item FROM sluice.document_item WHERE starts_with(name, 'begin')
                ORDER BY left(name, 100) COLLATE "C", batch_id, item
                """))
        .hasSize(12);
    var other = Asking.ask("GET", "/api/documents?review=true&" + begins("a"), null);
    assertThat(other.status()).isEqualTo(400);
  }
}
