package io.sluice.message;

import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.ledger.message.MessageTasks;
import io.sluice.ledger.message.MessageTerms;
import io.sluice.ledger.message.MessageTerms.Terms;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.model.ModelAccess;
import io.sluice.model.ModelScene;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import io.sluice.task.LeaseWorker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;

/** A database with batches of websites that were scraped, and workers that write messages. */
final class MessageScene implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(2);

  final Database database = TestDatabase.open();
  final ActorTestKit kit = ActorTestKit.create();
  private final ExecutorService jdbc = Executors.newCachedThreadPool();

  /** A batch with two columns and these terms. */
  void batch(long batch, Terms terms) {
    execute(
        "INSERT INTO sluice.website_list (batch_id, columns, format) VALUES (%d, '{Website,First Name}', 'csv')"
            .formatted(batch));
    execute(
        """
        INSERT INTO sluice.batch (id, name, kind, source, state) OVERRIDING SYSTEM VALUE
        VALUES (%d, 'sites-%d', 'websites', '{}', 'completed') ON CONFLICT DO NOTHING
        """
            .formatted(batch, batch));
    database.transaction(connection -> MessageTerms.add(connection, batch, terms));
  }

  static Terms plain(String template) {
    return new Terms(template, false, null, null);
  }

  static Terms asking(String template) {
    return new Terms(template, true, null, null);
  }

  /** Rows from this one on, whose sites say enough. */
  void sites(long batch, long first, long last) {
    sites(batch, first, last, facts("number '||i||'"));
  }

  static String facts(String what) {
    return """
    {"title":{"value":"Site %s","page":"https://a.test/"},"company":{"value":"Company %s","page":"https://a.test/"},
     "main_text":{"value":"We build boats and mend sails in the harbour, since 1920, and our yard is %s of the town."}}
    """
        .formatted(what, what, what)
        .replace("\n", " ");
  }

  /**
   * @param facts JSON in which {@code '||i||'} is the row
   */
  void sites(long batch, long first, long last, String facts) {
    execute(
        """
        INSERT INTO sluice.websites (batch_id, list_row, line, website_url, address, domain, is_assumed,
          site_key, cells, scraping_status, facts, message_status)
        SELECT %d, i, i + 1, 'a' || i || '.test', 'https://a' || i || '.test/', 'a' || i || '.test', false,
          'a' || i, jsonb_build_array('a' || i || '.test', 'Ann' || i), 'SCRAPED', ('%s')::jsonb, 'PENDING'
        FROM generate_series(%d, %d) AS i
        """
            .formatted(batch, facts, first, last));
    database.transaction(
        connection ->
            MessageTasks.add(
                connection, batch, LongStream.rangeClosed(first, last).boxed().toList()));
  }

  void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  long count(String what) {
    return TestDatabase.count(database.address(), "SELECT count(*) FROM sluice." + what);
  }

  String ask(String sql) {
    return String.valueOf(TestDatabase.query(database.address(), sql));
  }

  /** Status, reason and text of a row. */
  String message(long batch, long row) {
    return ask(
        """
        SELECT message_status, message_reason, generated_message FROM sluice.websites
        WHERE batch_id = %d AND list_row = %d
        """
            .formatted(batch, row));
  }

  static MessageSettings settings(Map<String, ?> others) {
    return MessageSettings.from(
        ConfigFactory.parseMap(others).withFallback(ConfigFactory.defaultReference()));
  }

  private MessageNode node(MessageSettings settings) {
    var metrics =
        NodeMetrics.in(
            new PrometheusRegistry(), "test", new MetricsSettings(Duration.ofMinutes(1)));
    return Messages.node(database, metrics.messages(), settings, LEASE);
  }

  ActorRef<LeaseWorker.Command> renderer() {
    var node = node(settings(Map.of()));
    return kit.spawn(LeaseWorker.create(new RenderTasks(node), jdbc, LEASE));
  }

  /** One that asks the model that listens there. */
  ActorRef<LeaseWorker.Command> asker(
      ModelAccess access, String address, Map<String, ?> others, Map<String, String> models) {
    var all = new HashMap<String, Object>(others);
    all.putIfAbsent("sluice.message-model", "ollama");
    var settings = settings(all);
    var writers = new MessageWriters(settings, ModelScene.settings(address, models), access);
    return kit.spawn(LeaseWorker.create(new AskTasks(node(settings), writers, jdbc), jdbc, LEASE));
  }

  List<List<String>> rows(String sql) {
    return TestDatabase.query(database.address(), sql);
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
    jdbc.shutdownNow();
    database.close();
  }
}
