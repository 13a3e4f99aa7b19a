package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import io.sluice.standin.site.ManySites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit websites}: each row of a list has its end, and what a site says is stored. */
class WebsitesTest {
  private static final int SITES = 300;

  @TempDir private Path directory;
  private ManySites sites;
  private Scene scene;

  @BeforeEach
  void begin() throws IOException {
    sites = ManySites.start(ManySites.Options.of(SITES).latency(0, 20));
    sites.write(directory.resolve("sites"));
    scene = Scene.in(directory);
  }

  @AfterEach
  void close() throws IOException {
    sites.close();
  }

  private Sluice.Setup setup() {
    return scene
        .setup()
        .with("DNS_SERVERS", "127.0.0.1:" + sites.dnsPort())
        .with("ALLOWED_ADDRESSES", "127.0.0.0/8")
        .with("SCRAPE_DELAY", "20ms")
        .with("SCRAPE_TIMEOUT", "10s")
        .with("SCRAPE_RETRY_DELAY", "500ms")
        .with(
            "JAVA_TOOL_OPTIONS",
            "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=changeit"
                .formatted(directory.resolve("sites/authority.p12")));
  }

  /** By host: status, and the reason behind a space if there is one. */
  private Map<String, String> expected() throws IOException {
    var expected = new TreeMap<String, String>();
    for (var line : Files.readAllLines(directory.resolve("sites/truth.csv"))) {
      var cells = line.split(",");
      if (!cells[0].equals("host")) {
        expected.put(cells[0], cells[2]);
      }
    }
    return expected;
  }

  private Map<String, String> stored() {
    var stored = new TreeMap<String, String>();
    TestDatabase.query(
            scene.database(),
            """
            SELECT regexp_replace(address, '^https?://|[:/].*', '', 'g'),
              concat_ws(' ', scraping_status, scraping_reason)
            FROM sluice.websites
            """)
        .forEach(row -> stored.put(row.get(0), row.get(1)));
    return stored;
  }

  /** What is not as it was to be, for each site that is so. */
  private List<String> differences() throws IOException {
    var stored = stored();
    var differences = new ArrayList<String>();
    expected()
        .forEach(
            (host, end) -> {
              var was = stored.getOrDefault(host, "no row");
              if (!was.equals(end)) {
                var kind = sites.kind(Integer.parseInt(host.replaceAll("\\D", "")));
                differences.add("%s (%s) was to be %s, was %s".formatted(host, kind, end, was));
              }
            });
    return differences;
  }

  @Test
  void each_site_ends_as_it_is_and_none_that_is_live_is_lost() throws IOException {
    var template = Files.writeString(directory.resolve("prompt"), "To {{Company Name}}: {{title}}");
    var report =
        setup()
            .run(
                "submit",
                "websites",
                directory.resolve("sites/sites.csv").toString(),
                "--prompt",
                template.toString())
            .assertExit(1);

    assertThat(report.output()).as(report.errors()).startsWith("websites-1: completed: 300 listed");
    assertThat(differences()).isEmpty();
    assertThat(
            scene.count(
                """
                SELECT count(*) FROM sluice.websites
                WHERE scraping_status = 'SCRAPED' AND (message_status NOT IN
                  ('GENERATED', 'NEEDS_REVIEW') OR generated_message IS NULL)
                """))
        .isZero();
    assertThat(scene.count("SELECT count(*) FROM sluice.websites WHERE message_status = 'PENDING'"))
        .isZero();
    assertThat(scene.count("SELECT count(*) FROM sluice.item WHERE state = 'pending'")).isZero();
  }

  @Test
  void a_preview_does_the_first_websites_and_tells_what_to_expect_of_all() throws IOException {
    var preview =
        setup()
            .run(
                "submit",
                "websites",
                directory.resolve("sites/sites.csv").toString(),
                "--preview",
                "2");

    assertThat(preview.output())
        .as(preview.errors())
        .contains("300 rows, 0 of which", "addresses: column Website URL")
        .contains("To expect of all 300:");
    assertThat(scene.count("SELECT count(*) FROM sluice.websites")).isEqualTo(2);
    assertThat(sites.record().requests(2) + sites.record().requests(3)).isZero();
  }

  @Test
  void rows_of_standard_input_that_name_no_site_are_told_with_their_lines() throws IOException {
    var list = new ArrayList<>(List.of("name;url"));
    list.add("one;" + sites.address(plain()));
    list.add("again;" + sites.address(plain()) + "/");
    list.add("mail;mailto:ann@site.test");
    list.add("none;");
    list.add("number;http://127.0.0.1/");
    var file = Files.write(directory.resolve("list.csv"), list);

    var piped =
        List.of("sh", "-c", "input=$1; shift; exec \"$@\" < \"$input\"", "sh", file.toString());
    Sluice.Ended report;
    try (var read = setup().start(piped, "submit", "websites", "-")) {
      report = read.end().assertExit(1);
    }

    assertThat(scene.images().resolve("lists")).isEmptyDirectory();
    assertThat(report.output())
        .startsWith("websites-1: completed: 5 listed, 1 stored, 1 duplicates, 3 failed");
    assertThat(
            TestDatabase.query(
                scene.database(),
                """
                SELECT line::text, scraping_status, scraping_reason FROM sluice.websites
                WHERE list_row > 1 ORDER BY list_row
                """))
        .containsExactly(
            List.of("3", "SKIPPED", "duplicate"),
            List.of("4", "FAILED", "scheme"),
            List.of("5", "FAILED", "empty"),
            List.of("6", "FAILED", "ip_address"));
  }

  private int plain() {
    for (int i = 0; ; i++) {
      if (sites.kind(i).name().equals("PLAIN")) {
        return i;
      }
    }
  }

  @Test
  void nobody_asks_a_site_that_is_not_to_be_contacted() throws IOException {
    int plain = plain();
    var host = sites.address(plain).replaceFirst("^http://", "").replaceFirst(":.*", "");
    setup().run("suppress", "add", host, "someone@example.org").assertExit(0);
    assertThat(setup().run("suppress", "list").output())
        .isEqualTo("site%d.test%nsomeone@example.org%n".formatted(plain));
    var file = Files.writeString(directory.resolve("list.csv"), "url\n" + sites.address(plain));

    setup().run("submit", "websites", file.toString()).assertExit(0);

    assertThat(sites.record().requests(plain)).isZero();
    assertThat(stored().values()).containsExactly("SKIPPED do_not_contact");
  }

  @Test
  void a_list_that_is_none_is_refused_before_anything_is_begun() throws IOException {
    scene = Scene.anew(directory);
    var pdf = Files.writeString(directory.resolve("list.csv"), "%PDF-1.7\n%\n1 0 obj\n");
    var refused = setup().run("submit", "websites", pdf.toString()).assertExit(1);
    assertThat(refused.errors()).contains("PDF");
    var file = Files.writeString(directory.resolve("other.csv"), "name,town\nAnn,Kiel\n");
    assertThat(setup().run("submit", "websites", file.toString()).assertExit(1).errors())
        .contains("name", "town", "--url-column");
    var template = Files.writeString(directory.resolve("prompt"), "{{nobody}}");
    var list = Files.writeString(directory.resolve("good.csv"), "url\nsite1.test\n");
    assertThat(
            setup()
                .run("submit", "websites", list.toString(), "--prompt", template.toString())
                .assertExit(1)
                .errors())
        .contains("nobody");
    assertThat(scene.hasSchema()).isFalse();
  }
}
