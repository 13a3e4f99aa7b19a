package io.sluice.run;

import io.sluice.ledger.Journal;
import io.sluice.persistence.Database;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the lives of channels and batches from their journals: an entity goes in, and what has
 * happened to it comes out, page by page. Thread-safe.
 */
public final class LifeLog {
  /** Stands for an event that this program cannot read, such as one of a later version. */
  public static final String UNKNOWN = "unknown";

  private static final Logger LOG = LoggerFactory.getLogger(LifeLog.class);
  private static final int MOST_CHARACTERS = 1000;

  private final Database database;
  private final Serialization serialization;

  public LifeLog(Database database, ActorSystem<?> system) {
    this.database = database;
    serialization = SerializationExtension.get(system);
  }

  /**
   * Something that has happened.
   *
   * @param number of the event among those of its entity
   * @param at by the clock of the node on which the entity was
   * @param word what it was, as {@link LifeEvent} has it
   * @param about why, or what it was about; empty where there is no more to say
   */
  public record Happened(long number, Instant at, String word, String about) {}

  /** What happened to an entity before the event of this number, the last first. */
  public List<Happened> before(EntityTypeKey<?> key, long id, long number, int most) {
    return Journal.before(database, key.name(), id, number, most).stream().map(this::read).toList();
  }

  private Happened read(Journal.Written written) {
    try {
      var event =
          (LifeEvent)
              serialization
                  .deserialize(written.bytes(), written.serializer(), written.manifest())
                  .get();
      return new Happened(written.number(), written.at(), event.word(), bounded(event.about()));
    } catch (Exception e) { // Scala's Try throws also what is checked.
      LOG.debug("An event {} of a journal cannot be read", written.manifest(), e);
      return new Happened(written.number(), written.at(), UNKNOWN, "");
    }
  }

  private static String bounded(String text) {
    return text.codePointCount(0, text.length()) <= MOST_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS)) + "…";
  }
}
