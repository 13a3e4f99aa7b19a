package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.blob.BlobDirectory;
import io.sluice.blob.BlobStore;
import io.sluice.blob.StorageException;
import io.sluice.channel.MemorySource.At;
import io.sluice.http.ByteBudget;
import io.sluice.image.ImageSettings;
import io.sluice.image.SuspectProcess;
import io.sluice.ledger.Fence;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.RunStart;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.ledger.channel.Since;
import io.sluice.persistence.FilesBelow;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import io.sluice.photo.PhotoReference;
import io.sluice.photo.Suspicion;
import io.sluice.run.RunFailures;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelPipelineTest {
  private static final int PARALLELISM = 2;
  private static final int WINDOW = 32 * PARALLELISM;
  private static final Selection ALL = new Selection(0, false, List.of());
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final long MANY_BYTES = 8 << 20;
  private static LedgerFixture ledger;
  private static ActorTestKit kit;
  private static ExecutorService jdbc;
  private static ExecutorService images;

  /** Takes no picture, which shows who is a suspect. */
  private final SuspectProcess suspectProcess =
      LedgerFixture.suspects(new ImageSettings(1024, 70, 1, 1 << 20), Duration.ofSeconds(30));

  @TempDir Path directory;
  private final List<Progress> stored = new ArrayList<>();
  private Path root;
  private long channel;
  private StoreSettings settings = new StoreSettings(5, LONG, MANY_BYTES);
  private Selection selection = ALL;
  private Executor photoThreads = images;
  private Suspects suspects = new Suspects(0, 5);
  private ByteBudget messages = new ByteBudget(4 * MANY_BYTES);
  private ChannelPipeline<At> pipeline;
  private BlobStore files;

  @BeforeAll
  static void start() {
    ledger = new LedgerFixture();
    kit = ActorTestKit.create();
    jdbc = Executors.newFixedThreadPool(4);
    images = Executors.newFixedThreadPool(2);
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
    jdbc.shutdownNow();
    images.shutdownNow();
    ledger.close();
  }

  @BeforeEach
  void createChannel() {
    // The next test's store has files of the same names, and other pictures in them.
    TestDatabase.execute(ledger.database.address(), "TRUNCATE sluice.photo");
    root = directory.resolve("store");
    channel = ledger.channel(UUID.randomUUID().toString());
  }

  private RunStart begin() {
    return ledger.runs.begin(Channel.ledgerName(channel));
  }

  private ChannelPipeline<At> pipeline(MemorySource source, Fence fence, Optional<String> cursor) {
    files = new BlobDirectory(root, FileMode.OWNER);
    var node = ChannelLedger.of(ledger.database, ledger.node, files);
    var bytes = new BytesInWork(messages);
    var stages =
        new LedgerStages<>(
            source,
            channel,
            new SourceSpec("memory", "", "", "", 0),
            node,
            files,
            settings,
            jdbc,
            ledger.metrics.of("news"),
            bytes);
    var stage = ledger.photoStage(files, photoThreads, suspectProcess);
    return new ChannelPipeline<>(
        source,
        new ChannelPipeline.Part(fence, cursor, Extent.ALL),
        selection,
        stages,
        new ChannelPipeline.Photos(
            stage, ledger.localPhotos(), PARALLELISM, channel, "news", false, suspects),
        bytes);
  }

  private CompletionStage<Done> start(MemorySource source, Fence fence, Optional<String> cursor) {
    pipeline = pipeline(source, fence, cursor);
    return pipeline.stream().runForeach(this::note, kit.system());
  }

  private synchronized void note(Progress progress) {
    stored.add(progress);
  }

  private synchronized List<Progress> stored() {
    return List.copyOf(stored);
  }

  private void run(MemorySource source) {
    run(source, begin());
  }

  private void run(MemorySource source, RunStart start) {
    join(start(source, start.fence(), start.cursor()));
  }

  private static void join(CompletionStage<Done> stage) {
    stage.toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
  }

  private List<Integer> batches() {
    return stored().stream().map(Progress::read).toList();
  }

  private List<Long> ids() {
    return ledger
        .query("SELECT id FROM sluice.message WHERE channel_id = %d ORDER BY id", channel)
        .stream()
        .map(row -> Long.valueOf(row.get(0)))
        .toList();
  }

  private static List<Long> from(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private void awaitStored(Predicate<List<Progress>> condition) {
    Waiting.until("what is to be stored", () -> condition.test(stored()));
  }

  private List<Path> pictures(int count) throws IOException {
    var files = new ArrayList<Path>();
    for (int i = 1; i <= count; i++) {
      files.add(LedgerFixture.picture(directory, i));
    }
    return files;
  }

  @Test
  void stores_batches_by_count_and_the_rest_at_the_end() {
    run(MemorySource.ofTexts(12));
    assertThat(batches()).containsExactly(5, 5, 2);
    assertThat(stored()).extracting(Progress::fraction).containsExactly(5 / 12.0, 10 / 12.0, 1.0);
    assertThat(ids()).isEqualTo(from(1, 12));
    assertThat(ledger.cursor(channel)).isEqualTo(12);
    assertThat(ledger.channels.counters(channel).messages()).isEqualTo(12);
  }

  @Test
  void stores_a_batch_when_its_bytes_are_full() {
    settings = new StoreSettings(100, LONG, 3 * MemorySource.message(1, "text 1").weight());
    run(MemorySource.ofTexts(9));
    assertThat(batches()).containsExactly(3, 3, 3);
  }

  @Test
  void stores_a_batch_that_is_not_full_after_its_time() throws Exception {
    settings = new StoreSettings(100, Duration.ofMillis(30), MANY_BYTES);
    var hold = new CompletableFuture<Void>();
    var end = start(MemorySource.ofTexts(3).heldBefore(2, hold), begin().fence(), Optional.empty());
    awaitStored(progress -> progress.stream().mapToInt(Progress::read).sum() == 2);
    assertThat(ledger.cursor(channel)).isEqualTo(2);
    hold.complete(null);
    join(end);
    assertThat(ids()).isEqualTo(from(1, 3));
  }

  @Test
  void an_empty_source_completes_and_stores_nothing() {
    run(MemorySource.ofTexts(0));
    assertThat(stored()).isEmpty();
    assertThat(ledger.cursor(channel)).isZero();
  }

  @Test
  void the_cursor_moves_past_messages_that_are_left_out() {
    var start = Since.now(ledger.database);
    selection =
        new Selection(0, false, List.of(new Selection.Rule("not 3", text -> !text.endsWith(" 3"))));
    run(MemorySource.ofTexts(12));
    assertThat(ids()).containsExactly(3L);
    assertThat(ledger.cursor(channel)).isEqualTo(12);
    assertThat(batches()).containsExactly(5, 5, 2);
    assertThat(start.tally(channel).skipped()).isEqualTo(Map.of("excluded", 11L));
  }

  @Test
  void what_came_before_a_failure_of_the_source_is_stored_before_it_arrives() {
    var source = MemorySource.ofTexts(12).failingBefore(7, new IOException("cut off at byte 7"));
    assertThatThrownBy(() -> run(source))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("cut off at byte 7");
    assertThat(ids()).isEqualTo(from(1, 7));
    assertThat(ledger.cursor(channel)).isEqualTo(7);
    assertThat(batches()).containsExactly(5, 2);
  }

  @Test
  void goes_on_from_the_cursor_with_the_rest_and_nothing_else() {
    var broken = MemorySource.ofTexts(12).failingBefore(7, new IOException("cut off"));
    assertThatThrownBy(() -> run(broken)).isInstanceOf(CompletionException.class);
    stored.clear();

    var whole = MemorySource.ofTexts(12);
    run(whole);

    assertThat(whole.cursors()).containsExactly(Optional.of(new At(7)));
    assertThat(stored()).extracting(p -> p.stored().inserted()).containsExactly(5);
    assertThat(ids()).isEqualTo(from(1, 12));
    assertThat(ledger.channels.counters(channel).messages()).isEqualTo(12);
  }

  @Test
  void a_cursor_of_another_kind_of_source_starts_from_the_beginning() {
    var source = MemorySource.ofTexts(3);
    join(start(source, begin().fence(), Optional.of("{\"offset\": 17, \"file\": \"x\"}")));
    assertThat(source.cursors()).containsExactly(Optional.empty());
    assertThat(ids()).isEqualTo(from(1, 3));
  }

  @Test
  void who_wants_other_messages_than_before_reads_all_again() {
    selection = new Selection(5, false, List.of());
    run(MemorySource.ofTexts(12));
    selection = new Selection(7, false, List.of());
    var stricter = MemorySource.ofTexts(12);
    run(stricter);
    assertThat(stricter.cursors()).containsExactly(Optional.empty());
    var same = MemorySource.ofTexts(12);
    run(same);
    assertThat(same.cursors()).containsExactly(Optional.of(new At(12)));
    assertThat(ledger.channels.counters(channel).messages()).isEqualTo(12);
  }

  @Test
  void a_run_that_lost_its_epoch_stops_and_stores_nothing_more() throws Exception {
    var hold = new CompletableFuture<Void>();
    var old =
        start(MemorySource.ofTexts(12).heldBefore(5, hold), begin().fence(), Optional.empty());
    awaitStored(progress -> progress.size() == 1);
    var young = begin();
    hold.complete(null);

    assertThatThrownBy(() -> join(old)).hasRootCauseInstanceOf(FencedException.class);
    assertThat(ids()).isEqualTo(from(1, 5));

    run(MemorySource.ofTexts(12), young);
    assertThat(ids()).isEqualTo(from(1, 12));
    assertThat(
            ledger.query(
                "SELECT epoch, count(*) FROM sluice.message WHERE channel_id = %d"
                    + " GROUP BY 1 ORDER BY 1",
                channel))
        .containsExactly(
            List.of("" + (young.fence().epoch() - 1), "5"),
            List.of("" + young.fence().epoch(), "7"));
  }

  @Test
  void a_stop_takes_no_more_and_still_stores_what_is_on_its_way() throws Exception {
    var hold = new CompletableFuture<Void>();
    var end =
        start(MemorySource.ofTexts(20).heldBefore(8, hold), begin().fence(), Optional.empty());
    awaitStored(progress -> progress.size() == 1);

    pipeline.stop();

    join(end);
    assertThat(ids()).isEqualTo(from(1, 8));
    assertThat(ledger.cursor(channel)).isEqualTo(8);
    hold.complete(null);
    run(MemorySource.ofTexts(20));
    assertThat(ids()).isEqualTo(from(1, 20));
  }

  @Test
  void photos_are_stored_with_their_messages_in_the_order_of_the_source() throws IOException {
    run(MemorySource.ofPhotos(pictures(12)));
    assertThat(batches()).containsExactly(5, 5, 2);
    assertThat(stored())
        .extracting(progress -> progress.stored().photos())
        .containsExactly(
            Map.of(PhotoOutcome.STORED, 5),
            Map.of(PhotoOutcome.STORED, 5),
            Map.of(PhotoOutcome.STORED, 2));
    assertThat(
            ledger.query(
                "SELECT path FROM sluice.photo WHERE channel_id = %d ORDER BY message_id", channel))
        .extracting(row -> row.get(0))
        .isEqualTo(
            IntStream.rangeClosed(1, 12)
                .mapToObj(id -> "images/news.%d/2025-01/%d.jpg".formatted(channel, id))
                .toList())
        .allSatisfy(path -> assertThat(root.resolve(path)).isRegularFile());
    assertThat(ledger.channels.counters(channel).photos()).isEqualTo(12);
    assertNoDrafts();
  }

  private void assertNoDrafts() throws IOException {
    assertThat(FilesBelow.of(root)).noneMatch(file -> file.toString().endsWith(".part"));
  }

  @Test
  void after_a_death_the_photos_of_the_first_messages_behind_the_cursor_are_suspects()
      throws IOException {
    run(MemorySource.ofTexts(5));
    suspects = new Suspects(1, settings.messages());
    stored.clear();
    run(MemorySource.ofPhotos(pictures(90)));
    assertThat(
            ledger.query(
                "SELECT outcome, count(*), min(message_id), max(message_id) FROM sluice.photo WHERE"
                    + " channel_id = %d GROUP BY 1 ORDER BY 1",
                channel))
        .containsExactly(
            List.of("stored", "10", "81", "90"), List.of("too_large", "75", "6", "80"));
  }

  @Test
  void no_photo_is_in_work_that_would_not_be_a_suspect() throws Exception {
    var pictures = pictures(100);
    var run = begin();
    var end =
        ledger.database.transaction(
            connection -> {
              // Nothing can be stored as long as somebody holds the row of the run.
              connection.createStatement().execute("SELECT FROM sluice.run FOR UPDATE");
              var started = start(MemorySource.ofPhotos(pictures), run.fence(), run.cursor());
              Waiting.until(() -> pictureFiles() >= 70);
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
              var last = pictureFiles() - 1;
              assertThat(new Suspects(1, settings.messages()).of(last, WINDOW))
                  .isEqualTo(Suspicion.UNLESS_MADE);
              return started;
            });
    join(end);
    assertThat(ids()).isEqualTo(from(1, 100));
  }

  @Test
  void a_photo_that_takes_long_holds_back_the_messages_behind_it_and_the_cursor() throws Exception {
    var released = new CountDownLatch(1);
    photoThreads =
        task ->
            images.execute(
                () -> {
                  awaitUninterruptibly(released);
                  task.run();
                });
    var picture = LedgerFixture.picture(directory, 1);
    var source =
        new MemorySource(
            LongStream.rangeClosed(1, 12).mapToObj(i -> MemorySource.message(i, "")).toList(),
            index ->
                index == 1
                    ? List.of(new PhotoReference("2", MemorySource.inFile(picture)))
                    : List.of());
    var end = start(source, begin().fence(), Optional.empty());
    Thread.sleep(300);
    assertThat(ids()).isEmpty();
    assertThat(ledger.cursor(channel)).isZero();

    released.countDown();
    join(end);
    assertThat(batches()).containsExactly(5, 5, 2);
    assertThat(ids()).isEqualTo(from(1, 12));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void photos_that_the_ledger_knows_are_not_touched_again() throws IOException {
    run(MemorySource.ofPhotos(pictures(7)));
    stored.clear();
    try (var files = Files.walk(root.resolve("images"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }

    join(start(MemorySource.ofPhotos(pictures(7)), begin().fence(), Optional.empty()));

    assertThat(stored()).extracting(Progress::knownPhotos).containsExactly(5, 2);
    assertThat(stored()).extracting(progress -> progress.stored().photos()).containsOnly(Map.of());
    try (var files = Files.walk(root.resolve("images"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void a_photo_that_failed_does_not_cost_its_message() throws IOException {
    var page = Files.writeString(directory.resolve("page.jpg"), "<!DOCTYPE html><html></html>");
    var gone = directory.resolve("gone.jpg");
    run(MemorySource.ofPhotos(List.of(page, LedgerFixture.picture(directory, 1), gone)));
    assertThat(ids()).isEqualTo(from(1, 3));
    assertThat(
            ledger.query(
                "SELECT outcome FROM sluice.photo WHERE channel_id = %d ORDER BY id", channel))
        .containsExactly(List.of("not_an_image"), List.of("stored"), List.of("missing"));
    assertThat(ledger.channels.counters(channel).photosFailed()).isEqualTo(2);
  }

  @Test
  void photos_of_messages_that_are_left_out_are_left_out_too() throws IOException {
    selection = new Selection(0, false, List.of(new Selection.Rule("all", text -> true)));
    run(MemorySource.ofPhotos(pictures(3)));
    assertThat(ids()).isEmpty();
    assertThat(root).doesNotExist();
  }

  @Test
  void a_store_that_cannot_be_written_fails_the_run_and_its_message_comes_again()
      throws IOException {
    settings = new StoreSettings(1, LONG, MANY_BYTES);
    var pictures = pictures(3);
    Files.createDirectories(root.resolve("images"));
    var obstacle = Files.createFile(root.resolve("images/news." + channel));
    assertThatThrownBy(() -> run(MemorySource.ofPhotos(pictures)))
        .hasRootCauseInstanceOf(IOException.class)
        .satisfies(
            thrown -> assertThat(RunFailures.root(thrown)).isInstanceOf(StorageException.class));
    assertThat(ids()).isEmpty();
    pipeline.windUp().toCompletableFuture().join();
    assertNoDrafts();

    Files.delete(obstacle);
    run(MemorySource.ofPhotos(pictures));
    assertThat(ids()).isEqualTo(from(1, 3));
    assertThat(ledger.channels.counters(channel).photos()).isEqualTo(3);
  }

  @Test
  void rows_are_not_stored_whose_files_went_away_with_their_directory() throws Exception {
    var pictures = pictures(3);
    var hold = new CompletableFuture<Void>();
    var source =
        new MemorySource(
                LongStream.rangeClosed(1, 4).mapToObj(i -> MemorySource.message(i, "")).toList(),
                index ->
                    index == 3
                        ? List.of()
                        : List.of(
                            new PhotoReference(
                                "" + (index + 1), MemorySource.inFile(pictures.get(index)))))
            .heldBefore(3, hold);
    var end = start(source, begin().fence(), Optional.empty());
    files.checkWritable();
    files.id();
    Waiting.until("three pictures", () -> pictureFiles() == 3);
    var away = Files.move(root, directory.resolve("away"));
    Files.createDirectory(root);
    hold.complete(null);

    assertThatThrownBy(() -> join(end)).hasRootCauseMessage("images/.id is missing or another");
    assertThat(ids()).isEmpty();
    assertThat(root).isEmptyDirectory();

    Files.delete(root);
    Files.move(away, root);
    run(MemorySource.ofPhotos(pictures));
    assertThat(ledger.channels.counters(channel).photos()).isEqualTo(3);
  }

  private long pictureFiles() {
    return FilesBelow.of(root).stream().filter(file -> file.toString().endsWith(".jpg")).count();
  }

  @Test
  void a_message_that_the_source_gives_twice_with_its_photo_breaks_nothing() throws IOException {
    var picture = pictures(2);
    var twice =
        new MemorySource(
            IntStream.range(0, 40).mapToObj(i -> MemorySource.message(i / 2 + 1, "")).toList(),
            i ->
                List.of(
                    new PhotoReference("" + (i / 2 + 1), MemorySource.inFile(picture.get(i % 2)))));
    run(twice);
    assertThat(ids()).isEqualTo(from(1, 20));
    assertThat(ledger.channels.counters(channel).messages()).isEqualTo(20);
    assertThat(ledger.channels.counters(channel).photos()).isEqualTo(20);
  }

  @Test
  void messages_in_work_are_bounded_by_their_bytes() throws Exception {
    var large = "x".repeat(50_000);
    long weight = MemorySource.message(1, large).weight();
    messages = new ByteBudget(10 * weight);
    settings = new StoreSettings(1000, LONG, 2 * weight);
    var given = new AtomicInteger();
    var source =
        new MemorySource(
                IntStream.rangeClosed(1, 100)
                    .mapToObj(id -> MemorySource.message(id, large))
                    .toList(),
                index -> List.of())
            .before(
                index -> {
                  given.set(index);
                  return CompletableFuture.completedFuture(null);
                });
    var run = begin();
    var end =
        ledger.database.transaction(
            connection -> {
              // Nothing can be stored as long as somebody holds the row of the run.
              connection.createStatement().execute("SELECT FROM sluice.run FOR UPDATE");
              var started = start(source, run.fence(), Optional.empty());
              Waiting.until(() -> given.get() >= 10);
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
              assertThat(given.get()).as("one waits, one is read").isLessThanOrEqualTo(11);
              return started;
            });
    join(end);
    assertThat(ids()).isEqualTo(from(1, 100));
    assertThat(messages.bytesInUse()).isZero();
  }

  @Test
  void a_message_that_is_larger_than_all_memory_for_messages_is_stored() {
    messages = new ByteBudget(1000);
    run(
        new MemorySource(
            IntStream.rangeClosed(1, 5)
                .mapToObj(id -> MemorySource.message(id, "y".repeat(5000)))
                .toList(),
            index -> List.of()));
    assertThat(batches()).containsExactly(1, 1, 1, 1, 1);
    assertThat(messages.bytesInUse()).isZero();
  }
}
