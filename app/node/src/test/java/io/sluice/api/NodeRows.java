package io.sluice.api;

import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.util.UUID;

/** Rows of nodes that are not there, beside the shared node's. */
final class NodeRows {
  /** Of those who write them, or count them, or have them read. */
  static final String LOCK = "rows of nodes";

  private static final String HOST = "elsewhere";

  /** Of the shared node alone, whose row no test takes away. */
  static final String IS_THERE = "node.host <> '" + HOST + "'";

  private NodeRows() {}

  /** One that is up and was just heard of, though it is no member. */
  static String fresh() {
    return add("up", 0, "NULL");
  }

  /** One that was last heard of an hour ago. */
  static String silent() {
    return add("up", 3600, "NULL");
  }

  static String joining() {
    return add("joining", 0, "NULL");
  }

  static String leaving() {
    return add("leaving", 0, "NULL");
  }

  static String down(String reason) {
    return add("down", 60, "'" + reason + "'");
  }

  private static String add(String state, int silentSeconds, String reason) {
    var id = UUID.randomUUID().toString();
    TestDatabase.execute(
        ApiNode.database(),
        """
        INSERT INTO sluice.node (id, host, process, process_started, last_seen, state, address,
          version, running, waiting, chunk_places, chunks_running, chunks_waiting, reason, ended_at)
        SELECT '%s', '%s', 4711, now() - interval '2 hours', now() - interval '%d s', '%s',
          '10.0.0.7:2551', '0.1.0', '{3,5}', '{8}', 4, '{13,15}', '{18}', %s, CASE WHEN '%s' = 'down' THEN now() END
        """
            .formatted(id, HOST, silentSeconds, state, reason, state));
    return id;
  }

  static void remove() {
    TestDatabase.execute(
        ApiNode.database(), "DELETE FROM sluice.node WHERE host = '%s'".formatted(HOST));
  }
}
