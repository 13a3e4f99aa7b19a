package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that files are sent with, in a real browser and against a node that is killed. */
class UploadPageTest {
  private static final String TOKEN = "0123456789-the-token";
  private static final int FILES = 300;
  private static final int LARGE = 40 << 20;
  private static final int MOST = 50 << 20;
  private static final int BYTES_A_SECOND = 8 << 20;
  private static final String WHOLE = "SELECT count(*) FROM sluice.sent_pieces WHERE whole";
  private static final String LARGE_IS_ON_ITS_WAY =
      "SELECT count(*) FROM sluice.sent_pieces WHERE received > 0 AND received < length";

  @TempDir private Path directory;
  private Scene scene;
  private Chromium browser;
  private Page page;

  @BeforeEach
  void openBrowser() {
    browser = Chromium.open("upload-page", 900, 760);
    page = browser.newPage();
    page.onDialog(Dialog::accept);
  }

  @AfterEach
  void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private Sluice.Setup setup() {
    return scene.setup().with("MAX_UPLOAD_BYTES", "" + MOST);
  }

  /** More in one folder than a browser tells at once, and one in a folder below. */
  private Path folder() throws IOException {
    var folder = directory.resolve("holiday pictures");
    Files.createDirectories(folder.resolve("day é"));
    for (int i = 0; i < FILES; i++) {
      var name = i == 0 ? "day é/100%.txt" : "photo %03d.txt".formatted(i);
      Files.writeString(folder.resolve(name), "content " + i);
    }
    return folder;
  }

  private Path large() throws IOException {
    var bytes = new byte[LARGE];
    new Random(4).nextBytes(bytes);
    return Files.write(directory.resolve("film.bin"), bytes);
  }

  private Path tooLarge() throws IOException {
    var path = directory.resolve("too large.bin");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(MOST + 1L);
    }
    return path;
  }

  @Test
  void files_and_folders_are_sent_once_though_the_node_dies_and_the_page_is_loaded_again()
      throws IOException {
    scene = Scene.in(directory);
    var folder = folder();
    var files = List.of(large(), tooLarge(), Files.writeString(directory.resolve(" "), "x"));
    int port;
    try (var node = LiveNode.start(setup())) {
      port = node.apiPort();
      page.navigate(node.api().resolve("/upload").toString());
      page.waitForSelector("#drop");
      check("empty");
      send(BYTES_A_SECOND);
      choose(files);
      drop(folder);
      await(() -> scene.count(WHOLE) > 20 && scene.count(LARGE_IS_ON_ITS_WAY) > 0);
      check("sending");
      node.program().kill();
    }
    assertThat(scene.count(WHOLE)).isLessThan(FILES);
    page.waitForSelector("#said:has-text('not reached')");
    check("away");
    try (var node = LiveNode.startAt(port, setup())) {
      page.reload();
      page.waitForSelector("#again:has-text('was not finished')");
      check("again");
      // Not too fast, or what is chosen first is a batch before the folder is there.
      choose(files);
      drop(folder);
      send(-1);
      page.waitForSelector("#said:has-text('is completed')");
      assertThat(page.textContent("#said"))
          .as(() -> page.textContent("#rows"))
          .contains("%d stored, 0 were there already, 2 not stored".formatted(FILES + 1));
      check("done");
      page.check("#onlyBad");
      page.waitForFunction("() => document.querySelectorAll('#rows li').length === 2");
      assertThat(page.locator("#rows li .told").allTextContents())
          .anyMatch(told -> told.contains("larger than 52 MB"))
          .anyMatch(told -> told.contains("no name"));
      check("refused");
      assertThat(scene.count("SELECT count(*) FROM sluice.sent_pieces WHERE path = 'film.bin'"))
          .as("it was not begun twice")
          .isOne();
      assertStoredOnce(folder);
      assertThat(node.get("/api/batches").get("batches")).hasSize(1);
    }
  }

  @Test
  void what_is_chosen_while_a_batch_is_made_is_another_batch() throws IOException {
    scene = Scene.in(directory);
    var first = Files.writeString(directory.resolve("first.txt"), "first");
    var second = Files.writeString(directory.resolve("second.txt"), "second");
    try (var node = LiveNode.start(setup())) {
      var held = new CompletableFuture<Route>();
      page.navigate(node.api().resolve("/upload").toString());
      page.waitForSelector("#drop");
      page.route(
          "**/api/batches",
          route -> {
            if (!held.complete(route)) {
              route.resume();
            }
          });
      choose(List.of(first));
      page.waitForCondition(held::isDone);
      choose(List.of(second));
      held.join().resume();
      page.waitForFunction("() => document.querySelectorAll('#rows .good').length === 2");
      assertThat(scene.count("SELECT count(*) FROM sluice.file")).isEqualTo(2);
      assertThat(node.get("/api/batches").get("batches")).hasSize(2);
    }
  }

  @Test
  void a_session_that_ends_loses_nothing_of_what_is_sent() throws IOException {
    scene = Scene.in(directory);
    try (var node = LiveNode.start(setup().with("API_TOKEN", TOKEN))) {
      page.navigate(node.api().resolve("/upload").toString());
      signIn();
      page.waitForSelector("#drop");
      send(BYTES_A_SECOND);
      choose(List.of(large(), Files.writeString(directory.resolve("first.txt"), "first")));
      await(() -> scene.count(LARGE_IS_ON_ITS_WAY) > 0);
      page.context().clearCookies();
      page.waitForSelector("#askNote:has-text('Sign in again')");
      check("ended");
      send(-1);
      signIn();
      page.waitForSelector("#said:has-text('is completed')");
      assertThat(page.textContent("#said")).contains("2 stored, 0 were there already, 0 not");
      assertThat(page.isVisible("#ask")).isFalse();
      assertThat(scene.count("SELECT count(*) FROM sluice.batch")).isOne();
    }
  }

  private void signIn() {
    page.waitForSelector("#ask:not([hidden])");
    page.fill("#token", TOKEN);
    page.keyboard().press("Enter");
  }

  /** Slowly, so that something breaks off; -1 for as fast as it can. */
  private void send(int bytesPerSecond) {
    var conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 0);
    conditions.addProperty("downloadThroughput", -1);
    conditions.addProperty("uploadThroughput", bytesPerSecond);
    var session = page.context().newCDPSession(page);
    session.send("Network.enable");
    session.send("Network.emulateNetworkConditions", conditions);
  }

  private void choose(List<Path> files) {
    page.waitForFileChooser(() -> page.click("#chooseFiles")).setFiles(files.toArray(Path[]::new));
  }

  /** As from a window with files: the browser itself reads the folder. */
  private void drop(Path folder) {
    var paths = new JsonArray();
    paths.add(folder.toString());
    var data = new JsonObject();
    data.add("items", new JsonArray());
    data.add("files", paths);
    data.addProperty("dragOperationsMask", 1);
    var place = page.locator("#drop").boundingBox();
    var session = page.context().newCDPSession(page);
    for (var type : List.of("dragEnter", "dragOver", "drop")) {
      var event = new JsonObject();
      event.addProperty("type", type);
      event.addProperty("x", place.x + place.width / 2);
      event.addProperty("y", place.y + 20);
      event.add("data", data);
      session.send("Input.dispatchDragEvent", event);
    }
  }

  private static void await(BooleanSupplier condition) {
    Sluice.await("what was sent", condition, Duration.ofSeconds(30));
  }

  private void check(String name) {
    browser.check(page, name);
  }

  private void assertStoredOnce(Path folder) throws IOException {
    var expected = new ArrayList<List<String>>();
    try (var all = Files.walk(folder)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        expected.add(List.of(file.getFileName().toString(), "" + Files.size(file)));
      }
    }
    expected.add(List.of("film.bin", "" + LARGE));
    assertThat(
            TestDatabase.query(
                scene.database(), "SELECT filename, file_size::text FROM sluice.file_events"))
        .containsExactlyInAnyOrderElementsOf(expected);
    var stored =
        TestDatabase.query(
                scene.database(),
                "SELECT storage_url FROM sluice.file_events WHERE filename = 'film.bin'")
            .get(0)
            .get(0);
    assertThat(scene.images().resolve(stored))
        .hasSameBinaryContentAs(directory.resolve("film.bin"));
  }
}
