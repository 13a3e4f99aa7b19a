package io.sluice.ledger.batch;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** Adds to a batch the items that its source lists: each once, however often they are listed. */
public final class ItemList {
  private final Fenced fenced;

  public ItemList(Database database) {
    fenced = new Fenced(database);
  }

  /**
   * Makes chunks of those that the batch does not have yet.
   *
   * @param items with all of a group where they have any
   * @param sizes of the chunks
   * @param passedOver what was listed until now and is no item, by reason, a JSON object of counts
   * @param missed how many places could not be looked at until now
   * @return how many are new
   * @throws io.sluice.ledger.FencedException if a later run of the batch has begun
   */
  public int add(
      Fence fence,
      long batch,
      List<Listed> items,
      ChunkSizes sizes,
      String passedOver,
      long missed) {
    var once = new LinkedHashMap<UUID, Listed>();
    items.forEach(item -> once.putIfAbsent(item.key(), item));
    return fenced.store(
        fence,
        connection -> {
          long before = listed(connection, batch);
          var added = insert(connection, batch, before, once.values());
          cut(connection, batch, before, added.stream().map(once::get).toList(), sizes);
          Sql.update(
              connection,
              """
              UPDATE sluice.batch SET listed = ?, passed_over = ?::jsonb, missed = ?,
                changed_at = clock_timestamp()
              WHERE id = ?
              """,
              before + added.size(),
              passedOver,
              missed,
              batch);
          return added.size();
        });
  }

  private static void cut(
      Connection connection, long batch, long before, List<Listed> added, ChunkSizes sizes)
      throws SQLException {
    long size = before < sizes.most() ? sizes.first() : sizes.most();
    var firsts = new ArrayList<Long>();
    var lasts = new ArrayList<Long>();
    long first = before + 1;
    for (int i = 0; i < added.size(); i++) {
      long number = before + 1 + i;
      boolean ends = i + 1 == added.size();
      if (ends || number - first + 1 >= size && added.get(i).isApartFrom(added.get(i + 1))) {
        firsts.add(first);
        lasts.add(number);
        first = number + 1;
      }
    }
    Sql.update(
        connection,
        """
        INSERT INTO sluice.chunk (batch_id, first_item, last_item)
        SELECT ?, first, last FROM unnest(?::bigint[], ?::bigint[]) AS cut (first, last)
        ORDER BY first
        """,
        batch,
        connection.createArrayOf("bigint", firsts.toArray()),
        connection.createArrayOf("bigint", lasts.toArray()));
  }

  private static long listed(Connection connection, long batch) throws SQLException {
    return Sql.first(
            connection,
            "SELECT listed FROM sluice.batch WHERE id = ?",
            row -> row.getLong(1),
            batch)
        .orElseThrow();
  }

  /** Gives the keys of those that are new, in their order. */
  private static List<UUID> insert(
      Connection connection, long batch, long before, Collection<Listed> items)
      throws SQLException {
    // OFFSET 0 has each key looked up: else all of a batch is read for each, since the server does
    // not know yet that it has many.
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.item (batch_id, number, key, address)
            SELECT ?, ? + row_number() OVER (ORDER BY place), key, address
            FROM unnest(?::uuid[], ?::text[]) WITH ORDINALITY AS listed (key, address, place)
            WHERE NOT EXISTS (
              SELECT FROM sluice.item WHERE batch_id = ? AND item.key = listed.key OFFSET 0)
            RETURNING number, key
            """)) {
      statement.setLong(1, batch);
      statement.setLong(2, before);
      var columns = new ArrayColumns<>(connection, statement, items, 3);
      columns.add("text", item -> item.key().toString());
      columns.add("text", item -> StorableText.of(item.address()));
      statement.setLong(5, batch);
      var added = new TreeMap<Long, UUID>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          added.put(rows.getLong(1), rows.getObject(2, UUID.class));
        }
      }
      return List.copyOf(added.values());
    }
  }
}
