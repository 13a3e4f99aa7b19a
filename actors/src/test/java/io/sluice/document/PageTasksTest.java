package io.sluice.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.blob.Sha256;
import io.sluice.category.NewTexts;
import io.sluice.ledger.document.DocumentRow;
import io.sluice.ledger.document.DocumentRows;
import io.sluice.ledger.document.DocumentSearch;
import io.sluice.ledger.document.OcrPages;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import io.sluice.settings.InvalidSettingException;
import io.sluice.task.LeaseWorker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of text are read page by page, apart from their documents. */
class PageTasksTest {
  private static final String LINE = "The harbour office reports light airs from the west";
  private static final ExtractLimits LIMITS =
      new ExtractLimits(Duration.ofSeconds(60), 1_000_000, 100, 3, 1 << 24, 10);
  private static final OcrSettings SETTINGS = new OcrSettings("eng", Duration.ofSeconds(30), 2);
  private static final Duration LEASE = Duration.ofSeconds(2);

  @TempDir private Path directory;
  private final ActorTestKit kit = ActorTestKit.create();
  private final Database database = TestDatabase.open();
  private final OcrPages pages = new OcrPages(database);

  @AfterEach
  void close() {
    kit.shutdownTestKit();
    database.close();
  }

  private void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  private String ask(String sql) {
    return String.valueOf(TestDatabase.query(database.address(), sql));
  }

  private long count(String what) {
    return TestDatabase.count(database.address(), "SELECT count(*) FROM sluice." + what);
  }

  private static Extraction read(ExtractLimits limits, String name, byte[] document)
      throws IOException {
    try {
      return Extraction.read(
          new ExtractTask(limits).answer(ExtractTask.request(name, List.of(), document)));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stores a document as the first item of a batch. */
  private void store(String name, byte[] document, boolean withText) throws IOException {
    var read = read(LIMITS, name, document);
    var kept = read.kept(pages.keep(read.pictures()).iterator());
    var row =
        new DocumentRow(1, 1, name, Sha256.of(document), ExtractStage.text(document.length, kept));
    database.transaction(connection -> DocumentRows.insert(connection, List.of(row), withText));
  }

  private ActorRef<LeaseWorker.Command> worker(Tesseract tesseract, OcrSettings settings) {
    return kit.spawn(
        LeaseWorker.create(
            new PageTasks(
                new OcrNode(
                    pages,
                    tesseract,
                    settings,
                    true,
                    Ocr.then(new NewTexts(true, () -> {})),
                    Executors.newFixedThreadPool(settings.workers()),
                    LEASE)),
            Executors.newCachedThreadPool(),
            LEASE));
  }

  private Tesseract script(String lines) throws IOException {
    var file = directory.resolve("stand-in");
    Files.writeString(file, "#!/bin/sh\n" + lines);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new Tesseract(List.of(file.toString()));
  }

  private static byte[] scan(int pages) throws IOException {
    var lines = new ArrayList<List<String>>();
    for (int page = 1; page <= pages; page++) {
      lines.add(List.of(LINE, "and heavy swell on page number " + page));
    }
    return MadeDocuments.scannedPdf(lines);
  }

  private static Tesseract real() {
    var tesseract = Tesseract.installed();
    try {
      tesseract.languages();
    } catch (OcrException e) {
      assumeTrue(false, "tesseract is not installed");
    }
    return tesseract;
  }

  @Test
  void pages_of_a_scan_are_read_and_found() throws IOException {
    var tesseract = real();
    execute("INSERT INTO sluice.category (name, description) VALUES ('reports', '')");
    store("scan.pdf", scan(2), true);
    assertThat(ask("SELECT state, pages_without_text, text_hash FROM sluice.document"))
        .isEqualTo("[[needs_ocr, 2, null]]");
    assertThat(pages.waiting(1)).isEqualTo(2);
    assertThat(new DocumentSearch(database).find("harbour", 1L, null, 10).hits()).isEmpty();
    worker(tesseract, SETTINGS);
    Waiting.until(() -> count("ocr_page") == 0);
    assertThat(ask("SELECT state, pages_without_text, reason FROM sluice.document"))
        .isEqualTo("[[text, 0, null]]");
    assertThat(ask("SELECT page, state, reason FROM sluice.document_page ORDER BY page"))
        .isEqualTo("[[1, ocr, null], [2, ocr, null]]");
    assertThat(ask("SELECT text FROM sluice.document_page")).contains("heavy swell");
    var hits = new DocumentSearch(database).find("\"heavy swell\"", 1L, null, 10).hits();
    assertThat(hits).extracting(DocumentSearch.Hit::page).containsExactlyInAnyOrder(1, 2);
    assertThat(hits.get(0).snippet()).contains("heavy swell");
    assertThat(count("classification_task JOIN sluice.document USING (text_hash)")).isOne();
    assertThat(count("document WHERE sample LIKE '%harbour%page number 2%' AND characters > 100"))
        .isOne();
  }

  @Test
  void pictures_alone_and_within_an_archive_are_read() throws IOException {
    var tesseract = real();
    var png = new ByteArrayOutputStream();
    ImageIO.write(MadeDocuments.pictures(List.of(List.of(LINE, LINE))).get(0), "png", png);
    var files = new LinkedHashMap<String, byte[]>();
    files.put("photo.png", png.toByteArray());
    store("all.zip", MadeDocuments.zip(files), false);
    assertThat(ask("SELECT state FROM sluice.document")).isEqualTo("[[needs_ocr], [needs_ocr]]");
    worker(tesseract, SETTINGS);
    Waiting.until(() -> count("ocr_page") == 0);
    assertThat(ask("SELECT state FROM sluice.document")).isEqualTo("[[text], [text]]");
    assertThat(new DocumentSearch(database).find("harbour", 1L, null, 10).hits())
        .extracting(DocumentSearch.Hit::part)
        .containsExactly("photo.png");
    assertThat(count("document_page WHERE text IS NOT NULL AND text <> ''")).isOne();
  }

  @Test
  void a_page_that_has_no_end_is_killed_and_given_up_after_three_times() throws IOException {
    store("scan.pdf", scan(1), true);
    var tries = directory.resolve("tries");
    var pids = directory.resolve("pids");
    var hanging =
        script("echo x >> %s\nsleep 1000 &\necho $! >> %s\nwait\n".formatted(tries, pids));
    worker(hanging, new OcrSettings("eng", Duration.ofSeconds(1), 1));
    for (int i = 1; i <= 2; i++) {
      int times = i;
      Waiting.until(() -> count("ocr_page WHERE taking IS NULL AND attempts = " + times) == 1);
      execute("UPDATE sluice.ocr_page SET due_at = now()");
    }
    Waiting.until(() -> count("ocr_page") == 0);
    assertThat(Files.readAllLines(tries)).hasSize(3);
    for (var pid : Files.readAllLines(pids)) {
      var process = ProcessHandle.of(Long.parseLong(pid));
      Waiting.until(() -> process.isEmpty() || !process.get().isAlive());
    }
    assertThat(ask("SELECT state, reason FROM sluice.document_page"))
        .isEqualTo("[[needs_ocr, ocr: it took longer than 1.0 s]]");
    assertThat(ask("SELECT state, pages_without_text FROM sluice.document"))
        .isEqualTo("[[needs_ocr, 1]]");
  }

  @Test
  void one_that_fails_costs_its_page_alone() throws IOException {
    store("scan.pdf", scan(2), false);
    var first = directory.resolve("first");
    var failing =
        script(
            "cat > /dev/null\nif mkdir %s 2> /dev/null; then yes 'bad picture' | head -n 100000 >&2; exit 3; fi\necho calm sea\n"
                .formatted(first));
    worker(failing, new OcrSettings("eng", Duration.ofSeconds(30), 1));
    Waiting.until(() -> count("ocr_page WHERE image IS NULL") == 1);
    Waiting.until(
        () ->
            count("ocr_page WHERE problem = 'ocr: tesseract ended with exit code 3: bad picture'")
                == 1);
    assertThat(ask("SELECT state FROM sluice.document")).isEqualTo("[[needs_ocr]]");
    execute("UPDATE sluice.ocr_page SET due_at = now()");
    Waiting.until(() -> count("ocr_page") == 0);
    assertThat(ask("SELECT state, pages_without_text FROM sluice.document"))
        .isEqualTo("[[text, 0]]");
  }

  @Test
  void too_much_text_is_no_text() throws IOException {
    store("scan.pdf", scan(1), true);
    worker(script("yes\n"), SETTINGS);
    Waiting.until(() -> count("ocr_page WHERE problem LIKE '%more than 200000 bytes%'") == 1);
  }

  @Test
  void what_one_that_is_gone_had_is_read_by_another_and_counts_once() throws IOException {
    store("scan.pdf", scan(1), true);
    var gone = worker(script("sleep 1000\n"), SETTINGS);
    Waiting.until(() -> count("ocr_page WHERE taking IS NOT NULL") == 1);
    kit.stop(gone);
    var stale =
        new OcrPages.Taken(
            number("SELECT id FROM sluice.ocr_page"),
            number("SELECT document_id FROM sluice.ocr_page"),
            1,
            number("SELECT taking FROM sluice.ocr_page"),
            0,
            new byte[0]);
    worker(script("cat > /dev/null\necho calm sea\n"), SETTINGS);
    Waiting.until(() -> count("ocr_page") == 0);
    var then = Ocr.then(new NewTexts(true, () -> {}));
    assertThat(pages.settle(stale, "a rough sea", true, then)).isFalse();
    assertThat(ask("SELECT state, text FROM sluice.document_page")).isEqualTo("[[ocr, calm sea]]");
  }

  private long number(String sql) {
    return TestDatabase.count(database.address(), sql);
  }

  @Test
  void one_that_leaves_gives_back_what_it_has() throws IOException {
    store("scan.pdf", scan(2), true);
    var leaving = worker(script("sleep 1000\n"), SETTINGS);
    Waiting.until(() -> count("ocr_page WHERE taking IS NOT NULL") == 2);
    var left = kit.<Done>createTestProbe();
    leaving.tell(new LeaseWorker.Leave(left.getRef()));
    left.receiveMessage();
    assertThat(count("ocr_page WHERE taking IS NULL AND attempts = 0 AND lost = 0")).isEqualTo(2);
  }

  @Test
  void pictures_of_documents_that_were_never_stored_are_forgotten() throws IOException {
    store("scan.pdf", scan(1), true);
    pages.keep(List.of(new byte[] {1}));
    execute("UPDATE sluice.ocr_page SET made_at = now() - interval '2 days'");
    assertThat(pages.sweep(Duration.ofDays(1))).isOne();
    assertThat(pages.waiting(1)).isOne();
    database.transaction(connection -> DocumentRows.forget(connection, 1, 10));
    assertThat(count("ocr_page")).isZero();
  }

  @Test
  void what_the_machine_lacks_is_told_with_what_to_do() throws IOException {
    var listing = script("echo 'List of available languages (1):'\necho eng\n");
    SETTINGS.check(listing);
    assertThatThrownBy(() -> new OcrSettings("eng+rus", LEASE, 1).check(listing))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("apt-get install tesseract-ocr tesseract-ocr-rus");
    var missing = new Tesseract(List.of("nice", directory.resolve("none").toString()));
    assertThatThrownBy(() -> SETTINGS.check(missing))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("apt-get install tesseract-ocr");
  }
}
