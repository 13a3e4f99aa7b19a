package io.sluice.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemResult;
import io.sluice.batch.ItemStage;
import io.sluice.batch.ItemWork;
import io.sluice.batch.Kind;
import io.sluice.batch.PassedOver;
import io.sluice.child.ChildAnswer;
import io.sluice.child.ChildSpec;
import io.sluice.child.Children;
import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.batch.Listed;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Items that do in each of two stages what they are told to: {@code ok}, {@code sleep:MS}, {@code
 * fail}, {@code mended} (fails the first time), {@code later:MS}, {@code exit}, {@code memory},
 * {@code hang}. The source counts them: {@code {"items": {"ok exit": 1}}}. A node has this kind
 * beside its own by a rule of Byteman's; what it begins and what it writes are rows of tables of
 * its own, without keys, so that what is done twice is seen.
 */
public final class ToldKind implements Kind {
  static final String NAME = "told";
  private static final int PARALLELISM = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Less than {@code ITEM_TIMEOUT}: a child that is not new is asked again by a new one. */
  private static final Duration CHILD_LIMIT = Duration.ofSeconds(4);

  private static final ChildSpec CHILDREN =
      new ChildSpec(
          "told items",
          ToldTask.class,
          List.of(),
          32 << 20,
          1000,
          100,
          Duration.ofMinutes(1),
          List.of());

  private static final String TABLES =
      """
      CREATE TABLE IF NOT EXISTS told_begun (batch bigint, item bigint, stage int, apart boolean,
        at timestamptz DEFAULT clock_timestamp());
      CREATE TABLE IF NOT EXISTS told_done (batch bigint, item bigint, stage int)
      """;

  private final Database database;
  private final Children children = new Children(CHILDREN, 1);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "told");
            thread.setDaemon(true);
            return thread;
          });

  private ToldKind(Database database) {
    this.database = database;
    database.transaction(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute(TABLES);
          }
        });
  }

  /** What a node's rule calls: its kinds, and this one. */
  public static List<Kind> beside(List<Kind> kinds, Database database) {
    var all = new ArrayList<>(kinds);
    all.add(new ToldKind(database));
    return all;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ItemStage<?>> stages() {
    return List.of(new Told(0), new Told(1));
  }

  @Override
  public KindResults results() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Listing list(Fence run, long batch, String source) throws IOException {
    var items = JSON.readTree(source).get("items");
    return new Listing() {
      @Override
      public Stream<Listed> items() {
        return items.properties().stream().flatMap(told -> listed(told.getKey(), told.getValue()));
      }

      @Override
      public PassedOver passedOver() {
        return new PassedOver();
      }

      @Override
      public void close() {}
    };
  }

  private static Stream<Listed> listed(String words, JsonNode count) {
    return IntStream.range(0, count.asInt())
        .mapToObj(
            number ->
                new Listed(
                    UUID.nameUUIDFromBytes((number + words).getBytes(StandardCharsets.UTF_8)),
                    words));
  }

  @Override
  public void purge(Fenced ledger, Fence run, long batch) {
    ledger.store(
        run, connection -> Sql.update(connection, "DELETE FROM told_done WHERE batch = ?", batch));
  }

  private final class Told implements ItemStage<String> {
    private final int number;

    Told(int number) {
      this.number = number;
    }

    @Override
    public String name() {
      return "told " + number;
    }

    @Override
    public int parallelism() {
      return PARALLELISM;
    }

    @Override
    public CompletionStage<ItemOutcome<String>> work(ItemWork work) {
      return CompletableFuture.supplyAsync(() -> outcome(work, begun(work)), threads);
    }

    /** Gives how often it was begun before. */
    private long begun(ItemWork work) {
      return database.transaction(
          connection -> {
            long before =
                Sql.first(
                        connection,
                        "SELECT count(*) FROM told_begun WHERE (batch, item, stage) = (?, ?, ?)",
                        row -> row.getLong(1),
                        work.batch(),
                        work.item().number(),
                        number)
                    .orElseThrow();
            Sql.update(
                connection,
                "INSERT INTO told_begun VALUES (?, ?, ?, ?)",
                work.batch(),
                work.item().number(),
                number,
                work.suspect());
            return before;
          });
    }

    private ItemOutcome<String> outcome(ItemWork work, long before) {
      var word = work.item().address().split(" ")[number];
      try {
        if (work.suspect()) {
          var answer = children.ask(word.getBytes(StandardCharsets.UTF_8), CHILD_LIMIT);
          if (answer instanceof ChildAnswer.Died died) {
            return new ItemOutcome.Died<>(died.how());
          }
        } else {
          ToldTask.act(word);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return outcome(word, before > 0);
    }

    private static ItemOutcome<String> outcome(String word, boolean again) {
      if (word.startsWith("later:") && !again) {
        long millis = Long.parseLong(word.substring(word.indexOf(':') + 1));
        return new ItemOutcome.Later<>(Instant.now().plusMillis(millis));
      }
      return word.equals("fail") || word.equals("mended") && !again
          ? new ItemOutcome.Failed<>(word, "as it was told")
          : new ItemOutcome.Passed<>(word, 1);
    }

    @Override
    public Map<Long, ItemState> write(Connection connection, List<ItemResult<String>> results)
        throws SQLException {
      try (var insert = connection.prepareStatement("INSERT INTO told_done VALUES (?, ?, ?)")) {
        for (var result : results) {
          insert.setLong(1, result.batch());
          insert.setLong(2, result.number());
          insert.setInt(3, number);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      return Map.of();
    }
  }
}
