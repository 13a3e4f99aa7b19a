package io.sluice.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sluice.blob.BlobDirectory;
import io.sluice.blob.BlobStore;
import io.sluice.blob.StorageException;
import io.sluice.channel.Channel;
import io.sluice.channel.LedgerFixture;
import io.sluice.channel.MemorySource;
import io.sluice.image.ImageSettings;
import io.sluice.image.SuspectProcess;
import io.sluice.ledger.Fence;
import io.sluice.ledger.channel.ChannelWrite;
import io.sluice.ledger.channel.Message;
import io.sluice.ledger.channel.Photo;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoStageTest {
  /** Its process does not start. */
  private static final SuspectProcess NONE =
      LedgerFixture.suspects(ImageSettings.DEFAULTS, Duration.ofMinutes(1), "-XX:+NoSuchOption");

  private static LedgerFixture ledger;

  @TempDir Path directory;
  private Path root;
  private BlobStore files;
  private PhotoStage stage;
  private PhotoStage.Job job;

  @BeforeAll
  static void openLedger() {
    ledger = new LedgerFixture();
  }

  @AfterAll
  static void closeLedger() {
    ledger.close();
  }

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(directory.resolve("store"));
    files = new BlobDirectory(root, FileMode.OWNER);
    stage = ledger.photoStage(files);
    var channel = ledger.channel(UUID.randomUUID().toString());
    job = job(channel, Suspicion.NONE);
  }

  private static PhotoStage.Job job(long channel, Suspicion suspicion) {
    var run = new Fence(Channel.ledgerName(channel), 1);
    return new PhotoStage.Job(channel, "news", run, suspicion, () -> true);
  }

  private Photo develop(String id, Path file) {
    return develop(job, MemorySource.message(5, ""), id, file);
  }

  private Photo develop(PhotoStage.Job work, Message message, String id, Path file) {
    var photo = new PhotoReference(id, MemorySource.inFile(file));
    return ledger
        .localPhotos()
        .fetch("news", MemorySource.inFile(file), () -> true)
        .thenCompose(fetched -> stage.develop(work, message, photo, fetched))
        .toCompletableFuture()
        .join()
        .orElseThrow();
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private void assertNoFile() throws IOException {
    try (var all = Files.walk(root)) {
      assertThat(all.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void a_photo_becomes_a_file_under_its_channel_and_month() throws Exception {
    var original = LedgerFixture.picture(directory, 1);

    var photo = develop("7", original);

    assertThat(photo.outcome()).isEqualTo(PhotoOutcome.STORED);
    assertThat(photo.reason()).isNull();
    assertThat(photo.messageId()).isEqualTo(5);
    assertThat(photo.file().path()).isEqualTo(path("2025-01/7.jpg"));
    assertThat(photo.file().bytes()).isEqualTo(Files.size(root.resolve(photo.file().path())));
    assertThat(photo.bytesBefore()).isEqualTo(Files.size(original));
    assertThat(photo.hash())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(original)));
    var picture = ImageIO.read(root.resolve(photo.file().path()).toFile());
    assertThat(new int[] {picture.getWidth(), picture.getHeight()})
        .containsExactly(photo.file().width(), photo.file().height())
        .containsExactly(40, 30);
  }

  @Test
  void a_suspect_is_decoded_in_a_process_of_its_own_and_no_other_photo_is() throws IOException {
    stage = ledger.photoStage(files, Runnable::run, NONE);
    var suspect = job(job.channel(), Suspicion.STRONG);
    var message = MemorySource.message(5, "");

    assertThatThrownBy(() -> develop(suspect, message, "7", LedgerFixture.picture(directory, 1)))
        .hasMessageContaining("the child process for suspect pictures did not start");
    assertThat(develop("8", LedgerFixture.picture(directory, 2)).outcome())
        .isEqualTo(PhotoOutcome.STORED);
  }

  @Test
  void a_photo_of_a_message_without_a_date_goes_to_undated() throws IOException {
    var undated =
        new Message(5, "message", null, null, null, null, "", null, null, null, null, null);
    var photo = develop(job, undated, "7", LedgerFixture.picture(directory, 1));
    assertThat(photo.file().path()).isEqualTo(path("undated/7.jpg"));
  }

  @Test
  void the_same_content_points_to_the_first_file_before_its_row_is_stored() throws IOException {
    var first = develop("7", LedgerFixture.picture(directory, 1));
    var copy = Files.copy(directory.resolve("picture1.jpg"), directory.resolve("copy.jpg"));

    var second = develop("8", copy);

    assertThat(second.outcome()).isEqualTo(PhotoOutcome.DUPLICATE);
    assertThat(second.file()).isEqualTo(first.file());
    assertThat(second.hash()).isEqualTo(first.hash());
    assertThat(root.resolve(path("2025-01/8.jpg"))).doesNotExist();
  }

  @Test
  void the_same_content_in_work_twice_at_once_becomes_one_file() throws Exception {
    var threads = Executors.newFixedThreadPool(4);
    var original = Files.readAllBytes(LedgerFixture.picture(directory, 1));
    stage = ledger.photoStage(files, threads);
    var photos =
        IntStream.range(0, 20)
            .mapToObj(
                id ->
                    stage.develop(
                        job,
                        MemorySource.message(5, ""),
                        new PhotoReference("" + id, MemorySource.inFile(directory)),
                        new FetchedPhoto.Bytes(original, () -> {})))
            .map(done -> done.toCompletableFuture().thenApply(Optional::orElseThrow))
            .toList();

    var outcomes = photos.stream().map(photo -> photo.join().outcome()).toList();
    threads.shutdown();

    assertThat(outcomes).containsOnlyOnce(PhotoOutcome.STORED);
    try (var all = Files.walk(root)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void the_same_content_points_to_the_first_file_in_a_later_life_of_the_program()
      throws IOException {
    var original = LedgerFixture.picture(directory, 2);
    var first = develop("7", original);
    var fence = ledger.runs.begin(Channel.ledgerName(job.channel())).fence();
    ledger.store.store(
        fence,
        new ChannelWrite(
            job.channel(),
            "memory",
            List.of(MemorySource.message(5, "")),
            List.of(first),
            Optional.empty()));
    stage = ledger.photoStage(files);

    var second = develop("8", original);

    assertThat(second.outcome()).isEqualTo(PhotoOutcome.DUPLICATE);
    assertThat(second.file()).isEqualTo(first.file());
  }

  @Test
  void a_photo_whose_row_got_lost_is_no_duplicate_of_itself() throws IOException {
    var original = LedgerFixture.picture(directory, 2);
    var lost = develop("7", original);
    var copy = develop("8", original);

    assertThat(develop("7", original)).usingRecursiveComparison().isEqualTo(lost);
    assertThat(develop("8", original)).usingRecursiveComparison().isEqualTo(copy);
  }

  @Test
  void what_a_run_made_and_did_not_store_is_forgotten_with_it() throws IOException {
    var original = LedgerFixture.picture(directory, 2);
    develop("7", original);
    stage.forget(job.channel() + 1);
    assertThat(develop("8", original).outcome()).isEqualTo(PhotoOutcome.DUPLICATE);
    stage.forget(job.channel());
    assertThat(develop("8", original).outcome()).isEqualTo(PhotoOutcome.STORED);
  }

  @Test
  void content_whose_file_is_gone_is_worked_on_again() throws IOException {
    var original = LedgerFixture.picture(directory, 3);
    var first = develop("7", original);
    Files.delete(root.resolve(first.file().path()));

    var second = develop("8", original);

    assertThat(second.outcome()).isEqualTo(PhotoOutcome.STORED);
    assertThat(root.resolve(path("2025-01/8.jpg"))).exists();
  }

  @Test
  void a_photo_that_is_gone_since_it_was_found_is_missing() throws IOException {
    var photo = develop("7", directory.resolve("gone.jpg"));
    assertThat(photo.outcome()).isEqualTo(PhotoOutcome.MISSING);
    assertThat(photo.reason()).isEqualTo("file not found: gone.jpg");
    assertNoFile();
  }

  @Test
  void a_link_that_took_the_place_of_a_photo_is_not_followed() throws IOException {
    var photo = LedgerFixture.picture(directory, 1);
    var link = Files.createSymbolicLink(directory.resolve("link.jpg"), photo);
    var result = develop("7", link);
    assertThat(result.outcome()).isEqualTo(PhotoOutcome.MISSING);
    assertThat(result.reason()).isEqualTo("not a file: link.jpg");
    assertNoFile();
  }

  @Test
  void a_photo_of_too_many_bytes_is_not_even_read() throws IOException {
    var huge = directory.resolve("huge.jpg");
    try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    var photo = develop("7", huge);
    assertThat(photo.outcome()).isEqualTo(PhotoOutcome.TOO_LARGE);
    assertThat(photo.reason())
        .isEqualTo("1099511627776 bytes, more than MAX_IMAGE_BYTES " + LedgerFixture.MOST_BYTES);
    assertThat(photo.bytesBefore()).isEqualTo(1L << 40);
    assertNoFile();
  }

  @Test
  void a_photo_that_is_a_web_page_is_not_an_image_and_leaves_nothing() throws IOException {
    var photo = develop("7", write("page.jpg", "<!DOCTYPE html><html><body>404</body></html>"));
    assertThat(photo.outcome()).isEqualTo(PhotoOutcome.NOT_AN_IMAGE);
    assertThat(photo.reason()).contains("html");
    assertThat(photo.hash()).isNotNull();
    assertNoFile();
  }

  @Test
  void a_photo_that_is_empty_or_cut_off_has_its_outcome_and_leaves_nothing() throws IOException {
    assertThat(develop("7", write("empty.jpg", "")).outcome()).isEqualTo(PhotoOutcome.NOT_AN_IMAGE);
    var whole = Files.readAllBytes(LedgerFixture.picture(directory, 4));
    var cut = Files.write(directory.resolve("cut.jpg"), Arrays.copyOf(whole, 400));
    assertThat(develop("8", cut).outcome()).isIn(PhotoOutcome.TRUNCATED, PhotoOutcome.CORRUPT);
    assertNoFile();
  }

  @Test
  void an_image_that_nothing_here_decodes_is_kept_as_it_came() throws IOException {
    var svg = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\"/>";
    var photo = develop("7", write("drawing.jpg", svg));
    assertThat(photo.outcome()).isEqualTo(PhotoOutcome.KEPT);
    assertThat(photo.file().path()).isEqualTo(path("2025-01/7.svg"));
    assertThat(photo.file().bytes()).isEqualTo(svg.length());
    assertThat(photo.reason()).isEqualTo("svg: nothing here decodes it");
    assertThat(root.resolve(photo.file().path()))
        .hasBinaryContent(svg.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_suspect_is_worked_on_in_a_process_of_its_own_and_has_the_same_result() throws IOException {
    var original = LedgerFixture.picture(directory, 5);
    var here = develop("7", original);
    Files.delete(root.resolve(here.file().path()));
    var suspect = job(job.channel(), Suspicion.STRONG);

    var apart = develop(suspect, MemorySource.message(5, ""), "7", original);

    assertThat(apart.outcome()).isEqualTo(PhotoOutcome.STORED);
    assertThat(apart.file()).isEqualTo(here.file());
  }

  @Test
  void a_photo_that_has_its_file_is_no_suspect_after_one_death() throws IOException {
    var original = LedgerFixture.picture(directory, 6);
    develop("7", original);
    stage = ledger.photoStage(files, Runnable::run, NONE);
    var suspect = job(job.channel(), Suspicion.UNLESS_MADE);
    var message = MemorySource.message(5, "");

    assertThat(develop(suspect, message, "7", original).outcome()).isEqualTo(PhotoOutcome.STORED);
    var other = LedgerFixture.picture(directory, 8);
    assertThatThrownBy(() -> develop(suspect, message, "8", other))
        .hasMessageContaining("the child process for suspect pictures did not start");
    assertThatThrownBy(() -> develop(job(job.channel(), Suspicion.STRONG), message, "7", original))
        .hasMessageContaining("the child process for suspect pictures did not start");
  }

  @Test
  void a_store_that_cannot_be_written_is_no_failure_of_the_photo() throws IOException {
    var original = LedgerFixture.picture(directory, 7);
    Files.createDirectories(root.resolve("images"));
    Files.createFile(root.resolve(path("")));
    assertThatThrownBy(() -> develop("7", original)).hasCauseInstanceOf(StorageException.class);
  }

  @Test
  void a_photo_that_may_not_be_read_is_missing_and_costs_only_itself() throws IOException {
    var locked = LedgerFixture.picture(directory, 8);
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("-wx-wx-wx"));
    assumeThat(Files.isReadable(locked)).as("root may read everything").isFalse();
    var photo = develop("7", locked);
    assertThat(photo.outcome()).isEqualTo(PhotoOutcome.MISSING);
    assertThat(photo.reason()).isEqualTo("no permission to read picture8.jpg");
  }

  private String path(String below) {
    return "images/news.%d/%s".formatted(job.channel(), below);
  }
}
