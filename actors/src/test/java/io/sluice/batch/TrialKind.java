package io.sluice.batch;

import io.sluice.child.ChildAnswer;
import io.sluice.child.ChildSpec;
import io.sluice.child.Children;
import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.batch.Item;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Items that do what their address says, in two stages whose results stand in a table of their own:
 * {@code fine}, {@code bad} and {@code poor} until they are mended, {@code hang}, {@code exit},
 * {@code memory}, {@code later}, {@code late} (later, later and later), {@code tired} of it, {@code
 * held}, {@code slow} by a second, {@code broken}, each with a number behind a hyphen. The source
 * is a list of words, each with how many items of it there are: {@code [["fine", 100]]}.
 */
final class TrialKind implements Kind, AutoCloseable {
  static final String NAME = "trials";
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  /** Keyed, so that what is written twice fails. */
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS trial (batch bigint, item bigint, stage int, epoch bigint,
        PRIMARY KEY (batch, item, stage))
      """;

  volatile boolean mended;
  volatile int parallelism = 4;
  final AtomicInteger inWork = new AtomicInteger();
  final AtomicInteger mostInWork = new AtomicInteger();
  final AtomicInteger triedApart = new AtomicInteger();
  final AtomicInteger mostApart = new AtomicInteger();
  final AtomicInteger purgesThatFail = new AtomicInteger();
  final Map<String, Integer> times = new ConcurrentHashMap<>();
  final CompletableFuture<Void> release = new CompletableFuture<>();
  volatile CompletableFuture<Void> list = CompletableFuture.completedFuture(null);
  private final AtomicInteger apart = new AtomicInteger();
  private final Executor threads;
  private final Children children =
      new Children(
          new ChildSpec("trials", TrialTask.class, List.of(), 32 << 20, 1000, 100, IDLE, List.of()),
          1);

  TrialKind(Database database, Executor threads) {
    this.threads = threads;
    database.transaction(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute(TABLE);
          }
        });
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ItemStage<?>> stages() {
    return List.of(new Trial(0), new Trial(1));
  }

  @Override
  public KindResults results() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Listing list(Fence run, long batch, String source) throws IOException {
    if (source.contains("nothing")) {
      throw new IOException("nothing is there");
    }
    var words = source.replaceAll("[^a-z0-9 ,]", "").split(",");
    var passedOver = new PassedOver();
    var items =
        IntStream.range(0, words.length / 2)
            .boxed()
            .flatMap(
                place ->
                    IntStream.range(0, Integer.parseInt(words[2 * place + 1].strip()))
                        .mapToObj(number -> words[2 * place].strip() + "-" + number));
    return new Listing() {
      @Override
      public Stream<Listed> items() {
        return items
            .peek(
                address -> {
                  if (address.endsWith("-1")) {
                    passedOver.add("first");
                    list.join();
                  }
                })
            .map(address -> new Listed(UUID.nameUUIDFromBytes(address.getBytes()), address));
      }

      @Override
      public PassedOver passedOver() {
        return passedOver;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void purge(Fenced ledger, Fence run, long batch) {
    if (purgesThatFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("as it was told");
    }
    ledger.store(
        run, connection -> Sql.update(connection, "DELETE FROM trial WHERE batch = ?", batch));
  }

  @Override
  public void close() {
    children.close();
  }

  private final class Trial implements ItemStage<String> {
    private final int number;

    Trial(int number) {
      this.number = number;
    }

    @Override
    public String name() {
      return "trial " + number;
    }

    @Override
    public int parallelism() {
      return parallelism;
    }

    @Override
    public CompletionStage<ItemOutcome<String>> work(ItemWork item) {
      mostInWork.accumulateAndGet(inWork.incrementAndGet(), Math::max);
      times.merge(item.item().address() + "/" + number, 1, Integer::sum);
      return outcome(item).whenComplete((done, failure) -> inWork.decrementAndGet());
    }

    private CompletionStage<ItemOutcome<String>> outcome(ItemWork work) {
      var address = work.item().address();
      var word = address.substring(0, address.indexOf('-'));
      if (work.suspect()) {
        triedApart.incrementAndGet();
        mostApart.accumulateAndGet(apart.incrementAndGet(), Math::max);
        return CompletableFuture.supplyAsync(() -> apart(word), threads)
            .thenCompose(
                answer ->
                    answer.isPresent()
                        ? CompletableFuture.completedFuture(answer.get())
                        : here(work.item(), word))
            .whenComplete((done, failure) -> apart.decrementAndGet());
      }
      return here(work.item(), word);
    }

    private CompletionStage<ItemOutcome<String>> here(Item item, String word) {
      var address = item.address();
      return switch (word) {
        case "bad", "poor" ->
            mended
                ? passed(address)
                : CompletableFuture.completedFuture(
                    new ItemOutcome.Failed<>(word, "as it was told"));
        case "hang" -> new CompletableFuture<>();
        case "tired" ->
            item.delays() == 3
                ? CompletableFuture.completedFuture(new ItemOutcome.Failed<>(word, "of waiting"))
                : CompletableFuture.completedFuture(
                    new ItemOutcome.Later<>(Instant.now().plusMillis(20), 1));
        case "later" -> later(address, 1, 300);
        case "late" -> later(address, 5, 20);
        case "held" -> release.thenCompose(nothing -> passed(address));
        case "slow" ->
            CompletableFuture.supplyAsync(() -> null, LATER)
                .thenCompose(nothing -> passed(address));
        case "broken" ->
            CompletableFuture.failedFuture(new IllegalStateException("a fault of the kind's own"));
        default -> passed(address);
      };
    }

    private CompletionStage<ItemOutcome<String>> later(String address, int often, int millis) {
      return times.get(address + "/" + number) > often
          ? passed(address)
          : CompletableFuture.completedFuture(
              new ItemOutcome.Later<>(Instant.now().plusMillis(millis)));
    }

    /** How it ended the child; empty if it did not. */
    private Optional<ItemOutcome<String>> apart(String word) {
      try {
        var answer = children.ask(word.getBytes(StandardCharsets.UTF_8), LIMIT);
        return answer instanceof ChildAnswer.Died died
            ? Optional.of(new ItemOutcome.Died<>(died.how()))
            : Optional.empty();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private CompletionStage<ItemOutcome<String>> passed(String address) {
      return CompletableFuture.completedFuture(new ItemOutcome.Passed<>(address, number));
    }

    @Override
    public Map<Long, ItemState> write(Connection connection, List<ItemResult<String>> results)
        throws SQLException {
      try (var insert = connection.prepareStatement("INSERT INTO trial VALUES (?, ?, ?, ?)")) {
        for (var result : results) {
          insert.setLong(1, result.batch());
          insert.setLong(2, result.number());
          insert.setInt(3, number);
          insert.setLong(4, result.run().epoch());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      return Map.of();
    }
  }
}
