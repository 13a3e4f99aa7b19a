package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Nodes that know {@link ToldKind} on a database of their own, and what its rows say of batches.
 */
record ToldScene(Scene scene, Sluice.Setup setup) {
  private static final String RULE =
      """
      RULE one kind more
      CLASS io.sluice.batch.BatchNode
      METHOD <init>
      AT ENTRY
      IF true
      DO $1 = io.sluice.tests.ToldKind.beside($1, $2)
      ENDRULE
      """;

  static ToldScene in(Path directory) {
    var scene = Scene.in(directory);
    return new ToldScene(
        scene,
        scene
            .setup()
            .with("CHUNK_SIZE", "30")
            .with("CONSUMER_BATCH_SIZE", "10")
            .with("ITEM_TIMEOUT", "5s")
            .withJvm(Rules.agent(directory, RULE), "-Xmx256m"));
  }

  ToldScene with(String key, String value) {
    return new ToldScene(scene, setup.with(key, value));
  }

  LiveNode start() {
    return LiveNode.start(setup);
  }

  /** A batch of items, {@code 20 ok exit} each; it is not told to begin. */
  long create(String... items) {
    var source =
        List.of(items).stream()
            .map(item -> item.split(" ", 2))
            .map(parts -> "\"%s\": %s".formatted(parts[1], parts[0]))
            .collect(Collectors.joining(", ", "{\"items\": {", "}}"));
    return count(
        """
        INSERT INTO sluice.batch (name, kind, source)
        VALUES ('told-' || (SELECT count(*) FROM sluice.batch), '%s', '%s') RETURNING id
        """
            .formatted(ToldKind.NAME, source));
  }

  static void tell(LiveNode node, long batch, String what) {
    node.post("/api/batches/" + batch + "/" + what);
  }

  List<Long> batches() {
    return query("SELECT id FROM sluice.batch ORDER BY id").stream()
        .map(row -> Long.parseLong(row.get(0)))
        .toList();
  }

  String state(long batch) {
    var rows = query("SELECT state FROM sluice.batch WHERE id = " + batch);
    return rows.isEmpty() ? "removed" : rows.get(0).get(0);
  }

  boolean areCompleted(int batches) {
    return count("SELECT count(*) FROM sluice.batch WHERE state = 'completed'") == batches;
  }

  long items(long batch, String state) {
    return count(
        "SELECT count(*) FROM sluice.item WHERE batch_id = %d AND state = '%s'"
            .formatted(batch, state));
  }

  /** How often an item of it was begun, in whatever stage. */
  long begun(long batch) {
    return count("SELECT count(*) FROM told_begun WHERE batch = " + batch);
  }

  /** How many are in the stage in which they hang. */
  long hanging(long batch) {
    return count(
        """
        SELECT count(*) FROM sluice.item JOIN told_begun
          ON batch = batch_id AND told_begun.item = number AND told_begun.stage = item.stage
        WHERE batch_id = %d AND state = 'pending' AND split_part(address, ' ', item.stage + 1) = 'hang'
        """
            .formatted(batch));
  }

  /** How much was written of its items. */
  long done(long batch) {
    return count("SELECT count(*) FROM told_done WHERE batch = " + batch);
  }

  boolean isInFlight(long batch) {
    return count(
            """
            SELECT count(*) FROM sluice.chunk JOIN sluice.run ON entity = 'chunk-' || chunk.id
            WHERE batch_id = %d AND (running OR in_flight <> '{}')
            """
                .formatted(batch))
        > 0;
  }

  /** Of a batch that is complete: each item has one end, and what is counted is what is there. */
  void assertSettled(long batch) {
    assertThat(state(batch)).isEqualTo("completed");
    assertThat(items(batch, "pending")).isZero();
    assertThat(count("SELECT count(*) FROM sluice.item WHERE batch_id = " + batch))
        .isEqualTo(count("SELECT listed FROM sluice.batch WHERE id = " + batch));
    for (var state : List.of("done", "failed", "dead")) {
      assertThat(count("SELECT %s FROM sluice.batch WHERE id = %d".formatted(state, batch)))
          .as(state)
          .isEqualTo(items(batch, state));
    }
    assertThat(
            count(
                "SELECT count(*) FROM sluice.chunk WHERE batch_id = %d AND (state <> 'added' OR in_flight <> '{}')"
                    .formatted(batch)))
        .as("chunks with something left")
        .isZero();
    assertDoneOnce(batch);
    assertThat(items(batch, "done"))
        .isEqualTo(count("SELECT count(*) FROM told_done WHERE stage = 1 AND batch = " + batch));
  }

  /** What is written of items is written once, and of none that has not come so far. */
  void assertDoneOnce(long batch) {
    assertThat(
            query(
                """
                SELECT number, item.stage, told_done.stage, count(*) FROM told_done
                JOIN sluice.item ON batch_id = batch AND number = item
                WHERE batch = %d GROUP BY 1, 2, 3
                HAVING count(*) > 1 OR told_done.stage >= item.stage
                """
                    .formatted(batch)))
        .isEmpty();
    assertThat(count("SELECT coalesce(sum(stage), 0) FROM sluice.item WHERE batch_id = " + batch))
        .isEqualTo(count("SELECT count(*) FROM told_done WHERE batch = " + batch));
  }

  long count(String sql) {
    return scene.count(sql);
  }

  List<List<String>> query(String sql) {
    return TestDatabase.query(scene.database(), sql);
  }
}
