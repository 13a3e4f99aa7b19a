package io.sluice.cluster;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import org.apache.pekko.persistence.jdbc.db.SlickDatabaseProvider;
import scala.Option;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;
import slick.jdbc.PostgresProfile$;
import slick.util.AsyncExecutor;

/** Lets the journal write through the node's own pool. Made by the journal, by its class name. */
public final class JournalDatabase implements SlickDatabaseProvider {
  private static final int THREADS = 2;
  private static final int QUEUE = 10_000;

  private final SlickDatabase slick;

  /** The journal's actors close theirs when they stop or start again; the pool is the node's. */
  private record NodePool(JdbcBackend.JdbcDatabaseDef database, JdbcProfile profile)
      implements SlickDatabase {
    @Override
    public boolean allowShutdown() {
      return false;
    }
  }

  public JournalDatabase(ActorSystem system) {
    var database = DatabaseSetup.of(system).database();
    var executor = AsyncExecutor.apply("journal", THREADS, THREADS, QUEUE, THREADS, false);
    JdbcBackend.JdbcDatabaseDef definition =
        PostgresProfile$.MODULE$
            .backend()
            .Database()
            .forDataSource(database.workPool(), Option.apply((Object) THREADS), executor, false);
    system.registerOnTermination(executor::close);
    slick = new NodePool(definition, PostgresProfile$.MODULE$);
  }

  @Override
  public SlickDatabase database(Config config) {
    return slick;
  }
}
