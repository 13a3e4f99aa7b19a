package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages behind the first one, in a real browser: each is looked at, and does what it offers.
 */
class DashboardPagesTest {
  private static final String STRANGE = "<b onclick=alert(1)>\u202e \u001b[31mred</b>";
  private static final int FILES = 120;
  private static final String PRIVATE = "http://127.0.0.1:1/";

  @TempDir private Path directory;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private Scene scene;
  private Chromium browser;
  private Page page;

  @BeforeEach
  void open() {
    browser = Chromium.open("dashboard-pages", 1280, 800);
    scene = Scene.in(directory);
    page = browser.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(page.url() + " " + message.text());
          }
        });
    page.onPageError(complaints::add);
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void each_page_shows_what_there_is_and_does_what_it_offers() throws IOException {
    var export = scene.withExport(120, 6).export();
    try (var node = LiveNode.start(scene.setup().with("SOURCE_ROOTS", directory.toString()))) {
      long channel = node.add(Map.of("source", export.toString()));
      long files = node.submit(files());
      long sites = sites(node);
      long gone =
          node.submit(
              Map.of(
                  "kind",
                  "files",
                  "source",
                  Map.of("addresses", List.of(PRIVATE)),
                  "name",
                  "gone"));
      node.feed("redis://127.0.0.1:1/events");
      Sluice.await("a channel", () -> node.state(channel).equals("completed"), TIME);
      Sluice.await("the list", () -> ended(node, sites), TIME);
      Sluice.await("batches", () -> ended(node, files) && ended(node, gone), TIME);
      strange(files, sites);
      channels(node, channel);
      batches(node, files);
      batch(node, files);
      retry(node, gone);
      websites(node, sites);
      documents(node);
      others(node);
      add(node);
    }
    assertThat(complaints).isEmpty();
  }

  private static final Duration TIME = Duration.ofSeconds(60);

  private Path files() throws IOException {
    var files = Files.createDirectory(directory.resolve("files"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(files.resolve("file-%03d.txt".formatted(i)), "text " + i);
    }
    Files.copy(scene.photos().resolve(first(scene.photos())), files.resolve("picture.jpg"));
    return files;
  }

  private static String first(Path photos) throws IOException {
    try (var all = Files.list(photos)) {
      return all.map(photo -> photo.getFileName().toString()).sorted().findFirst().orElseThrow();
    }
  }

  private long sites(LiveNode node) throws IOException {
    var list = Files.writeString(directory.resolve("sites.csv"), "Website\na.invalid\nb.invalid\n");
    return node.submit(
        Map.of(
            "kind",
            "websites",
            "name",
            "shops",
            "source",
            Map.of("lists", List.of(list.toString()))));
  }

  private static boolean ended(LiveNode node, long batch) {
    return node.get("/api/batches/" + batch).get("state").asText().equals("completed");
  }

  /** What strangers may have written, and messages that wait for somebody. */
  private void strange(long files, long sites) {
    TestDatabase.execute(
        scene.database(),
        """
        UPDATE sluice.item SET state = 'failed', reason = '%1$s', detail = '%1$s' || repeat('x', 9000)
        WHERE batch_id = %2$d AND number = 1;
        UPDATE sluice.batch SET failed = 1, done = done - 1, changed_at = now() WHERE id = %2$d;
        UPDATE sluice.websites SET message_status = 'GENERATED', generated_message = '%1$s' || repeat('y', 9000),
          company_name = '%1$s', scraping_status = 'SCRAPED' WHERE batch_id = %3$d
        """
            .formatted(STRANGE, files, sites));
  }

  private void look(LiveNode node, String path, String waited) {
    page.navigate(node.api().resolve(path).toString());
    page.waitForSelector(".isLive");
    page.waitForSelector(waited);
  }

  /** As all may use it, in a wide window by day and by night, and in a narrow one. */
  private void check(String name) {
    browser.check(page, name);
    page.setViewportSize(320, 800);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).as(name).isEqualTo(320);
    Chromium.assertUsable(page, name + ", narrow");
    page.setViewportSize(1280, 800);
    assertThat(page.locator("main b").count()).as("nothing of it is read").isZero();
  }

  private void channels(LiveNode node, long channel) {
    look(node, "/dashboard/channels", "tbody tr");
    check("channels");
    page.click("tbody th a");
    page.waitForURL("**/dashboard/channel?id=" + channel);
    page.waitForSelector("tbody td");
    page.waitForSelector(".log li:has-text('run started run 1')");
    page.selectOption("select", "images");
    page.waitForSelector("tbody td img");
    assertThat(page.textContent("header nav a[aria-current]")).isEqualTo("Channels");
    check("channel");
    page.goBack();
    page.waitForSelector("th:has-text('Author')");
    assertThat(page.inputValue("select")).isEmpty();
  }

  private void batches(LiveNode node, long files) {
    look(node, "/dashboard/batches", "tbody tr:has-text('shops')");
    check("batches");
    page.selectOption("select[name=kind]", "websites");
    page.waitForCondition(() -> page.locator("tbody tr").count() == 1);
    page.fill("input[name=begins]", "sho");
    page.keyboard().press("Enter");
    page.waitForURL("**begins=sho**");
    page.click("button:has-text('Retry all that match')");
    page.waitForSelector("#sure[open]");
    assertThat(page.textContent("#sureWords")).isEqualTo("Retry 1 batch?");
    page.click("#sure button[value=no]");
    page.reload();
    page.waitForSelector("tbody tr");
    assertThat(page.locator("tbody tr").count()).as("what was chosen stays").isEqualTo(1);
    page.click("tbody th a");
    page.waitForURL("**/dashboard/batch?id=*");
    look(node, "/dashboard/batch?id=" + files, "tbody tr");
  }

  private void batch(LiveNode node, long files) {
    page.waitForSelector(".rows li:has-text('1 item')");
    page.waitForSelector("tbody tr:nth-child(50)");
    assertThat(page.locator("tbody tr").count()).isEqualTo(50);
    page.waitForSelector(".log li:nth-child(3)");
    assertThat(page.locator(".log li").allTextContents())
        .satisfiesExactly(
            last -> assertThat(last).startsWith("completed"),
            listed -> assertThat(listed).startsWith("listed"),
            first -> assertThat(first).startsWith("created"));
    assertThat(page.isVisible("th:text-is('What was stored')")).isTrue();
    assertThat(page.isVisible("th:text-is('Category')")).as("nothing stands in it").isFalse();
    assertThat(page.textContent("header nav a[aria-current]")).isEqualTo("Batches");
    check("batch");
    page.click("button:has-text('Next')");
    page.waitForSelector("tbody th:text-is('51')");
    page.click("button:has-text('Next')");
    page.waitForSelector("tbody th:text-is('121')");
    page.click("button:has-text('Previous')");
    page.waitForSelector("tbody th:text-is('51')");
    page.goBack();
    page.waitForSelector("tbody th:text-is('121')");
    look(node, "/dashboard/batch?id=" + files + "&state=failed", "tbody tr");
    assertThat(page.locator("tbody tr").count()).isEqualTo(1);
    look(node, "/dashboard/batch?id=999999", "p:has-text('There is no batch 999999.')");
    assertThat(page.locator("section:visible").count()).isEqualTo(1);
  }

  /** One whose only item may not be asked for, on a network of one's own. */
  private void retry(LiveNode node, long gone) {
    look(node, "/dashboard/batch?id=" + gone, ".rows li:has-text('refused')");
    page.click(".rows button:has-text('Retry')");
    page.waitForSelector("#sure[open]");
    assertThat(page.textContent("#sureWords")).startsWith("Try 1 item again?");
    page.click("#sureYes");
    page.waitForSelector("p:has-text('1 item tried again.')");
  }

  private void websites(LiveNode node, long sites) {
    look(node, "/dashboard/websites?batch=" + sites, "tbody tr");
    check("websites");
    page.selectOption("select[name=message]", "generated");
    page.click("button:text-is('All of it') >> nth=0");
    page.waitForSelector("p.whole");
    assertThat(page.textContent("p.whole")).isEqualTo(STRANGE + "y".repeat(9000));
    check("message");
    page.click("button:text-is('Reject') >> nth=0");
    page.waitForCondition(() -> page.locator("tbody tr").count() == 1);
    page.click("button:has-text('Approve all that match')");
    page.waitForSelector("#sure[open]");
    assertThat(page.textContent("#sureWords")).isEqualTo("Approve 1 message that are generated?");
    page.click("#sureYes");
    page.waitForSelector("p:has-text('Approve: 1 message')");
    assertThat(
            TestDatabase.query(
                scene.database(), "SELECT message_status FROM sluice.websites ORDER BY list_row"))
        .containsExactly(List.of("REJECTED"), List.of("APPROVED"));
  }

  private void documents(LiveNode node) {
    look(node, "/dashboard/documents", "p:has-text('There are no documents yet')");
    check("documents");
    page.fill("input[name=words]", "harbour");
    page.keyboard().press("Enter");
    page.waitForSelector("p:has-text('No page has these words')");
    page.goBack();
    page.waitForSelector("p:has-text('There are no documents yet')");
    assertThat(page.inputValue("input[name=words]")).isEmpty();
  }

  private void others(LiveNode node) {
    look(node, "/dashboard/consumers", "tbody tr:has-text('events')");
    check("consumers");
    page.click("tbody button:has-text('Pause')");
    page.waitForSelector("tbody td:has-text('paused')");
    look(node, "/dashboard/nodes", "tbody tr:has-text('answers here')");
    check("nodes");
    look(node, "/dashboard/map", ".flow");
    check("map");
  }

  private void add(LiveNode node) {
    look(node, "/dashboard/add", "form.add");
    page.setInputFiles("input[type=file]", directory.resolve("sites.csv"));
    page.waitForSelector(".seen tbody tr");
    assertThat(page.textContent(".seen th.used")).isEqualTo("Website address");
    var column = page.getByLabel("Column with the addresses");
    column.fill("Homepage");
    page.click("button:has-text('Read these websites')");
    page.waitForSelector("label:has-text('Column with') [aria-invalid]");
    assertThat(node.get("/api/batches").get("batches")).as("none that is to fail").hasSize(3);
    column.fill("1");
    check("add");
    page.fill("section:has-text('A channel') input >> nth=0", "not a link at all");
    page.click("button:has-text('Collect it')");
    page.waitForSelector("[aria-invalid]");
    complaints.removeIf(text -> text.matches(".*status of 4(00|04|22).*"));
    page.click("button:has-text('Read these websites')");
    page.waitForSelector(".said a");
    page.click(".said a");
    page.waitForURL("**/dashboard/batch?id=*");
  }
}
