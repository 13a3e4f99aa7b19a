package io.sluice.ledger;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.util.Collection;
import java.util.Set;

/** Which runs are over for good: what they have left half done is nobody's. */
public final class RunsOver {
  private final Database database;

  public RunsOver(Database database) {
    this.database = database;
  }

  /**
   * Of these the ones that ended, that another has followed, whose node has ended, or whose entity
   * was removed. One that is frozen may be among them: it is fenced.
   */
  public Set<Fence> among(Collection<Fence> runs) {
    return database.query(
        connection ->
            Set.copyOf(
                Sql.list(
                    connection,
                    """
                    SELECT asked.entity, asked.epoch
                    FROM unnest(?::text[], ?::bigint[]) AS asked (entity, epoch)
                      LEFT JOIN sluice.run USING (entity)
                      LEFT JOIN sluice.node
                        ON node.id = run.node AND node.state NOT IN ('left', 'down')
                    WHERE run.entity IS NULL OR asked.epoch < run.epoch
                      OR asked.epoch = run.epoch AND (NOT run.running OR node.id IS NULL)
                    """,
                    row -> new Fence(row.getString("entity"), row.getLong("epoch")),
                    connection.createArrayOf(
                        "text", runs.stream().map(Fence::entity).toArray(String[]::new)),
                    connection.createArrayOf(
                        "bigint", runs.stream().map(Fence::epoch).toArray(Long[]::new)))));
  }
}
