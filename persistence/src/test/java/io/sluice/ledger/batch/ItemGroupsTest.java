package io.sluice.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.Runs;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ItemGroupsTest {
  private static Database database;
  private static Runs runs;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
    runs = new Runs(database, LoneNode.in(database));
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @Test
  void a_group_is_in_one_chunk_however_long_it_is() {
    assertThat(chunks(List.of("a", "a", "b", "c", "c", "c", "c", "d"), 3))
        .containsExactly("1-3", "4-7", "8-8");
  }

  @Test
  void items_of_no_group_are_cut_by_number() {
    var none = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      none.add(null);
    }
    assertThat(chunks(none, 3)).containsExactly("1-3", "4-6", "7-7");
  }

  @Test
  void one_that_stands_alone_is_no_part_of_the_group_beside_it() {
    var groups = new ArrayList<>(List.of("a", "a"));
    groups.add(null);
    groups.addAll(List.of("b", "b"));
    assertThat(chunks(groups, 2)).containsExactly("1-2", "3-5");
  }

  private static List<String> chunks(List<String> groups, int size) {
    var batch =
        new Batches(database)
            .create(new NewBatch(Optional.empty(), "files", "{}", Optional.empty()));
    var listing = runs.begin("batch-" + batch.id()).fence();
    var items = new ArrayList<Listed>();
    groups.forEach(group -> items.add(new Listed(UUID.randomUUID(), "file:///one", group)));
    new ItemList(database).add(listing, batch.id(), items, new ChunkSizes(size, size), "{}", 0);
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT first_item || '-' || last_item FROM sluice.chunk WHERE batch_id = ?
                ORDER BY first_item
                """,
                row -> row.getString(1),
                batch.id()));
  }
}
