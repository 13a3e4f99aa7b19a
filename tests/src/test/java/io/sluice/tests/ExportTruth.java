package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ledger.channel.WrongCounters;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** What an export holds, read in the simplest way, and whether the database and the files agree. */
final class ExportTruth {
  private static final int MAX_WIDTH = 1024;
  private static final String DIRECTORY_ID = "images/.id";

  private final JsonNode export;

  private ExportTruth(JsonNode export) {
    this.export = export;
  }

  static ExportTruth of(Path directory) {
    try {
      return new ExportTruth(
          new ObjectMapper().readTree(directory.resolve("result.json").toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<JsonNode> chats() {
    var chats = new ArrayList<JsonNode>();
    if (export.has("messages")) {
      chats.add(export);
    } else {
      export.get("chats").get("list").forEach(chats::add);
    }
    return chats;
  }

  List<String> names() {
    return chats().stream().map(chat -> chat.get("name").asText()).toList();
  }

  /**
   * Every message and photo once, counters as counts, every file there and whole, and no others.
   */
  void assertStoredOnce(DatabaseAddress database, Path images) {
    for (var chat : chats()) {
      var alias = "telegram:channel:" + chat.get("id").asLong();
      long channel =
          TestDatabase.count(
              database,
              "SELECT channel_id FROM sluice.channel_alias WHERE alias = '" + alias + "'");
      var messages = new TreeSet<Long>();
      var photos = new TreeSet<Long>();
      for (var message : chat.get("messages")) {
        messages.add(message.get("id").asLong());
        if (message.has("photo")) {
          photos.add(message.get("id").asLong());
        }
      }
      assertThat(ids(database, "SELECT id FROM sluice.message WHERE channel_id = " + channel))
          .isEqualTo(List.copyOf(messages));
      assertThat(ids(database, "SELECT id::bigint FROM sluice.photo WHERE channel_id = " + channel))
          .isEqualTo(List.copyOf(photos));
    }
    assertCounters(database);
    assertFiles(database, images);
  }

  private static List<Long> ids(DatabaseAddress database, String sql) {
    return TestDatabase.query(database, sql).stream()
        .map(row -> Long.valueOf(row.get(0)))
        .sorted()
        .toList();
  }

  static void assertCounters(DatabaseAddress database) {
    assertThat(WrongCounters.in(database))
        .as("channels whose counters differ from their rows")
        .isEmpty();
  }

  static void assertFiles(DatabaseAddress database, Path images) {
    var rows =
        TestDatabase.query(
            database,
            "SELECT DISTINCT path, width, height, bytes_after FROM sluice.photo"
                + " WHERE path IS NOT NULL ORDER BY path");
    for (var row : rows) {
      assertPicture(images.resolve(row.get(0)), row);
    }
    try (Stream<Path> files = Files.walk(images.resolve("images"))) {
      var others =
          files
              .filter(Files::isRegularFile)
              .map(file -> images.relativize(file).toString())
              .collect(Collectors.toCollection(TreeSet::new));
      rows.forEach(row -> others.remove(row.get(0)));
      assertThat(others)
          .as("files that no row has, but the directory's own id")
          .isSubsetOf(DIRECTORY_ID);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertPicture(Path file, List<String> row) {
    try {
      var picture = ImageIO.read(file.toFile());
      assertThat(picture).as("%s decodes", file).isNotNull();
      assertThat(picture.getWidth())
          .isEqualTo(Integer.parseInt(row.get(1)))
          .isLessThanOrEqualTo(MAX_WIDTH);
      assertThat(picture.getHeight()).isEqualTo(Integer.parseInt(row.get(2)));
      assertThat(Files.size(file)).isEqualTo(Long.parseLong(row.get(3)));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
