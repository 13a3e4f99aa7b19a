package io.sluice.ledger.document;

import io.sluice.ledger.document.DocumentContents.Content;
import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Table {@code document_part}. */
final class PartRows {
  private PartRows() {}

  private record PartOf(
      long document, int number, String path, DocumentRow.Part part, Long content) {}

  /**
   * All that is within contents that are new, at any depth.
   *
   * @param ids of their documents
   * @return how often each document is a part of one
   */
  static Map<Long, Long> insert(
      Connection connection, List<Content> contents, DocumentContents keys, Map<String, Long> ids)
      throws SQLException {
    var parts = new ArrayList<PartOf>();
    for (var content : contents) {
      long document = ids.get(content.key());
      int number = 0;
      for (var placed : DocumentContents.within(content.text())) {
        var key = keys.key(placed.part());
        number++;
        parts.add(
            new PartOf(
                document,
                number,
                placed.path(),
                placed.part(),
                key == null ? null : Objects.requireNonNull(ids.get(key), key)));
      }
    }
    var uses = new HashMap<Long, Long>();
    parts.stream()
        .filter(part -> part.content() != null)
        .forEach(part -> uses.merge(part.content(), 1L, Long::sum));
    insert(connection, parts);
    return uses;
  }

  private static void insert(Connection connection, List<PartOf> parts) throws SQLException {
    if (parts.isEmpty()) {
      return;
    }
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.document_part (document_id, number, path, state, reason, detail,
              part_id)
            SELECT * FROM unnest(?::bigint[], ?::int4[], ?::text[], ?::text[], ?::text[], ?::text[],
              ?::bigint[])
            """)) {
      var columns = new ArrayColumns<>(connection, statement, parts, 1);
      columns.add("bigint", PartOf::document);
      columns.add("int4", PartOf::number);
      columns.add("text", part -> StorableText.of(part.path()));
      columns.add("text", part -> part.part().state());
      columns.add("text", part -> part.part().reason());
      columns.add("text", part -> StorableText.of(part.part().detail()));
      columns.add("bigint", PartOf::content);
      statement.executeUpdate();
    }
  }

  /** Deletes all parts of documents; what they were comes back, each as often as it was one. */
  static List<Long> delete(Connection connection, Long[] documents) throws SQLException {
    return Sql.list(
            connection,
            "DELETE FROM sluice.document_part WHERE document_id = ANY (?) RETURNING part_id",
            row -> row.getObject(1, Long.class),
            connection.createArrayOf("bigint", documents))
        .stream()
        .filter(Objects::nonNull)
        .toList();
  }
}
