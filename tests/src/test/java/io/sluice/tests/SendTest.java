package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.persistence.FilesBelow;
import io.sluice.persistence.SmallDisk;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit files} of what nodes cannot read: it is sent, each file under its own name. */
class SendTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MANY = 1500;

  /** As in a {@code file:} address: names are bytes. */
  private static final List<String> ODD =
      List.of(
          ".hidden",
          "fo%FFo",
          "new%0Aline",
          "per%25cent",
          "que%3Fry%23",
          "%FF".repeat(255),
          ".d%FEr/" + "d/".repeat(199) + "bottom",
          "a%20b+c",
          "back%5Cslash",
          "...",
          "%01");

  @TempDir private Path directory;

  private Path source() {
    return directory.resolve("Pictures");
  }

  private Path file(String escaped) {
    return Path.of(
        URI.create("file://" + source().toUri().getRawPath().replaceAll("/$", "") + "/" + escaped));
  }

  private void write(String escaped, byte[] content) {
    try {
      Files.createDirectories(file(escaped).getParent());
      Files.write(file(escaped), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeOdd() {
    ODD.forEach(name -> write(name, ("content of " + name).getBytes()));
  }

  private void writeMany(int files, int size) {
    var random = new Random(11);
    for (int i = 0; i < files; i++) {
      var content = new byte[size];
      random.nextBytes(content);
      write("many/%d/%d".formatted(i % 9, i), content);
    }
  }

  /** A node that may read nothing. */
  private static Sluice.Setup setup(Scene scene) {
    return scene
        .setup()
        .with("SOURCE_ROOTS", scene.directory().resolve("readable").toString())
        .with("MIN_FREE_SPACE", "1MiB")
        .with("CHUNK_SIZE", "500");
  }

  /** Every file below a directory, by its escaped path, with the hash of its content. */
  private static Map<String, String> contents(Path root) throws IOException {
    var found = new TreeMap<String, String>();
    try (Stream<Path> all = Files.walk(root)) {
      for (var file : all.filter(path -> Files.isRegularFile(path)).toList()) {
        var path = file.toUri().getRawPath().substring(root.toUri().getRawPath().length());
        found.put(path, hash(Files.readAllBytes(file)));
      }
    }
    return found;
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a batch has stored, by the path in the upload, each blob hashed anew. */
  private Map<String, String> stored(Scene scene, String batch) throws IOException {
    var found = new TreeMap<String, String>();
    var rows =
        TestDatabase.query(
            scene.database(),
            """
            SELECT address, encode(hash, 'hex'), storage_url, file_size
            FROM sluice.file_events
            JOIN sluice.item ON (item.batch_id, item.number) = (file_events.batch_id, item)
            JOIN sluice.batch ON batch.id = item.batch_id WHERE batch.name = '%s'\
            """
                .formatted(batch));
    for (var row : rows) {
      var blob = Files.readAllBytes(scene.images().resolve(row.get(2)));
      assertThat(hash(blob)).isEqualTo(row.get(1));
      assertThat(blob).hasSize(Integer.parseInt(row.get(3)));
      var path = row.get(0).replaceFirst(".*/uploads/[^/]+/[^/]+/", "");
      assertThat(found.put(path, row.get(1))).isNull();
    }
    return found;
  }

  /** Files that clients have sent, as they say themselves. */
  private static long sent(Sluice.Ended client) {
    var matcher = java.util.regex.Pattern.compile("([0-9,]+) files sent").matcher(client.errors());
    assertThat(matcher.find()).as(client.errors()).isTrue();
    return Long.parseLong(matcher.group(1).replace(",", ""));
  }

  private static long uploaded(Scene scene) {
    var uploads = scene.images().resolve("uploads");
    return FilesBelow.of(uploads).stream()
        .filter(path -> !path.toString().contains(".parts"))
        .count();
  }

  @Test
  void each_file_arrives_under_its_own_name_and_what_is_none_is_told() throws Exception {
    var scene = Scene.in(directory);
    writeOdd();
    writeMany(300, 100);
    assertThat(new ProcessBuilder("mkfifo", source().resolve("pipe").toString()).start().waitFor())
        .isZero();
    Files.createSymbolicLink(source().resolve("link"), source().resolve("many"));
    try (var node = LiveNode.start(setup(scene))) {
      var ended =
          setup(scene)
              .with("LC_ALL", "C")
              .run("submit", "files", "--wait", "--json", "--name", "may", source().toString())
              .assertExit(0);
      var report = JSON.readTree(ended.output());
      assertThat(report.get("state").asText()).isEqualTo("completed");
      assertThat(report.at("/notSent/not a file").asLong()).isOne();
      assertThat(report.at("/notSent/symbolic link").asLong()).isOne();
      assertThat(stored(scene, "may")).isEqualTo(contents(source())).hasSize(300 + ODD.size());
      assertThat(
              scene.count("SELECT count(*) FROM sluice.file_events WHERE filename = E'new\\nline'"))
          .isOne();
      node.program().await("its end", () -> uploaded(scene) == 0);
      var again =
          setup(scene).run("submit", "files", "--name", "june", source().toString()).assertExit(0);
      assertThat(again.output()).isEqualTo("june\n");
    }
  }

  @Test
  void a_client_that_was_killed_goes_on_and_sends_only_what_is_missing_or_changed()
      throws IOException {
    var scene = Scene.in(directory);
    writeOdd();
    writeMany(MANY, 200);
    try (var node = LiveNode.start(setup(scene))) {
      try (var client = setup(scene).start("submit", "files", source().toString())) {
        client.await("some files", () -> uploaded(scene) > 300);
        client.kill();
      }
      node.program().await("what was on its way", () -> parts(scene) == 0);
      long there = uploaded(scene);
      assertThat(there).isBetween(300L, MANY - 100L);
      assertThat(scene.count("SELECT count(*) FROM sluice.batch")).isZero();
      var seen = uploadedOnes(scene);
      var changed = seen.get(0);
      var removed = seen.get(1);
      var time = Files.getLastModifiedTime(file(changed));
      write(changed, new byte[(int) Files.size(file(changed))]);
      Files.setLastModifiedTime(file(changed), FileTime.fromMillis(time.toMillis()));
      Files.delete(file(removed));

      var ended =
          setup(scene).run("submit", "files", "--wait", "--name", "may", source().toString());
      ended.assertExit(0);
      assertThat(sent(ended)).isEqualTo(MANY + ODD.size() - 1 - (there - 2));
      assertThat(stored(scene, "may")).isEqualTo(contents(source())).hasSize(MANY - 1 + ODD.size());
    }
  }

  private static long parts(Scene scene) {
    try (Stream<Path> all = Files.list(scene.images().resolve("uploads/.parts"))) {
      return all.count();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Plain ones that are there, by their path in the source. */
  private List<String> uploadedOnes(Scene scene) throws IOException {
    return FilesBelow.of(scene.images().resolve("uploads")).stream()
        .map(Path::toString)
        .filter(path -> path.matches(".*/many/\\d/\\d+"))
        .map(path -> path.replaceFirst(".*/(many/\\d/\\d+)", "$1"))
        .toList();
  }

  @Test
  void a_node_that_is_killed_meanwhile_is_waited_for_and_nothing_is_lost() throws IOException {
    var scene = Scene.in(directory);
    writeMany(MANY, 200);
    try (var node = LiveNode.start(setup(scene));
        var client =
            setup(scene).start("submit", "files", "--wait", "--name", "may", source().toString())) {
      client.await("some files", () -> uploaded(scene) > 300);
      node.program().kill();
      long there = uploaded(scene);
      client.awaitLog("Waits: ");
      try (var second = LiveNode.start(setup(scene))) {
        var ended = client.end().assertExit(0);
        assertThat(sent(ended)).isLessThanOrEqualTo(MANY - there);
        assertThat(stored(scene, "may")).isEqualTo(contents(source())).hasSize(MANY);
        second.program().await("its end", () -> uploaded(scene) == 0);
      }
    }
  }

  @Test
  void what_cannot_be_read_is_told_and_the_rest_is_stored() throws IOException {
    var scene = Scene.in(directory);
    writeMany(20, 10);
    var closed = file("many/3");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(file("many/1/1"), PosixFilePermissions.fromString("---------"));
    List<String> prefix =
        isRoot()
            ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")
            : List.of();
    try (var node = LiveNode.start(setup(scene))) {
      try (var client =
          setup(scene)
              .start(prefix, "submit", "files", "--wait", "--name", "may", source().toString())) {
        var ended = client.end().assertExit(1);
        assertThat(ended.errors())
            .contains("not sent, and not in the batch: 1 unreadable directory, 1 unreadable file");
        assertThat(ended.output()).contains("may: completed: 17 listed", "not sent: ");
      }
      assertThat(node.get("/api/batches/may").at("/counters/done").asLong()).isEqualTo(17);
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Test
  void what_a_node_could_read_is_sent_if_that_is_wanted() throws IOException {
    var scene = Scene.in(directory);
    writeMany(5, 10);
    var setup = scene.setup().with("SOURCE_ROOTS", source().toRealPath().toString());
    try (var node = LiveNode.start(setup)) {
      var two = List.of(file("many/1").toString(), file("many/2/2").toString());
      setup
          .run("submit", "files", "--wait", "--send", "--name", "may", two.get(0), two.get(1))
          .assertExit(0);
      assertThat(
              TestDatabase.query(
                      scene.database(), "SELECT address FROM sluice.item ORDER BY address")
                  .stream()
                  .map(row -> row.get(0).replaceFirst(".*/uploads/[^/]+/", "")))
          .containsExactly("1/1/1", "2/2");
      setup.run("submit", "files", "--wait", "--name", "june", source().toString()).assertExit(0);
      assertThat(
              scene.count("SELECT count(*) FROM sluice.item WHERE address NOT LIKE '%/uploads/%'"))
          .isEqualTo(5)
          .isEqualTo(node.get("/api/batches/june").get("counters").get("listed").asLong());
    }
  }

  @Test
  void an_empty_directory_is_a_batch_of_nothing_and_a_path_that_is_not_here_is_the_nodes()
      throws IOException {
    var scene = Scene.in(directory);
    Files.createDirectories(source());
    try (var node = LiveNode.start(setup(scene))) {
      var ended = setup(scene).run("submit", "files", "--wait", source().toString()).assertExit(0);
      assertThat(ended.output()).contains("completed: 0 listed");
      var refused = setup(scene).run("submit", "files", source() + "/none").assertExit(1);
      assertThat(refused.errors()).contains("The node may not read it");
      assertThat(node.get("/api/batches").get("batches")).hasSize(1);
    }
  }

  @Test
  void a_full_disk_of_the_node_is_waited_for() throws IOException {
    var scene = Scene.in(directory);
    writeMany(20, 1 << 20);
    // None that fits into what a connection holds.
    write("large", new byte[40 << 20]);
    try (var disk = SmallDisk.at(scene.images(), "12m");
        var node = LiveNode.start(setup(scene));
        var client =
            setup(scene).start("submit", "files", "--wait", "--name", "may", source().toString())) {
      client.awaitLog("There is no room left");
      assertThat(scene.count("SELECT count(*) FROM sluice.batch")).isZero();
      disk.remount("size=200m");
      client.end().assertExit(0);
      assertThat(stored(scene, "may")).isEqualTo(contents(source())).hasSize(21);
      assertThat(node.get("/api/batches/may").get("state").asText()).isEqualTo("completed");
    }
  }
}
