package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people give the program that it cannot use, and what they get for it. */
class BadInputTest {
  @TempDir private Path directory;

  @Test
  void a_directory_that_is_no_export_is_named_and_another_source_goes_on() throws IOException {
    var scene = Scene.in(directory).withExport(20, 4);
    var nothing = Files.createDirectory(directory.resolve("holiday-pictures"));
    var ended = scene.setup().run("collect", nothing.toString(), scene.export().toString());
    ended.assertExit(1);
    assertThat(ended.errors()).contains(nothing + " is no Telegram export");
    scene.assertStoredOnce();
  }

  @Test
  void of_a_file_that_is_cut_off_all_that_is_whole_is_stored_and_the_byte_is_named()
      throws IOException {
    var scene = Scene.in(directory).withExport(400, 20);
    var file = scene.export().resolve("result.json");
    var whole = Files.readString(file);
    int cut = 0;
    for (int message = 0; message <= 300; message++) {
      cut = whole.indexOf("\n   \"id\": ", cut + 1);
    }
    Files.writeString(file, whole.substring(0, cut));
    int bytes = whole.substring(0, cut).getBytes(StandardCharsets.UTF_8).length;

    var ended = scene.setup().run("collect", scene.export().toString());
    ended.assertExit(1);
    assertThat(ended.output()).contains("failed", "cut off at byte " + bytes);
    assertThat(scene.messages()).isEqualTo(300);

    Files.writeString(file, whole);
    scene.setup().run("collect", scene.export().toString()).assertExit(0);
    scene.assertStoredOnce();
  }

  @Test
  void what_is_no_message_is_told_and_kept_content_that_is_not_known_is_told() throws IOException {
    var scene = Scene.in(directory);
    var export = Files.createDirectory(directory.resolve("export"));
    Files.writeString(
        export.resolve("result.json"),
        """
        {"chats": {"list": [
          {"name": "Quay", "type": "private_group", "id": 1, "messages": [
           {"id": 1, "type": "message", "text": "a", "text": ""},
           {"type": "message", "text": "nobody's"},
           {"id": 2, "type": "message", "text": "an "open" question"},
           {"id": 3, "type": "message", "text": "c", "emoji": files/x.webm}]},
          {"name": "Old Quay", "type": "private_group", "messages": [{"text": "lost"}]},
          {"name": "New Quay", "type": "private_group", "id": 2, "messages": [
           {"id": 1, "type": "message", "text": "a", "hologram": {"beam": [1]}}]}]},
         "left_chats": {"list": [
          {"name": "Quay", "type": "private_group", "id": 1, "messages": [
           {"id": 4, "type": "message", "text": "d"}, 5]}]}}
        """);

    var known = scene.setup().run("collect", export.toString(), "--chat=New Quay");
    known.assertExit(0);
    assertThat(known.output())
        .contains("new-quay: incomplete: 1 messages")
        .contains("fields that Sluice does not know: 1 hologram")
        .doesNotContain("passed over");

    var all = scene.setup().run("collect", export.toString());
    all.assertExit(1);
    assertThat(all.errors()).contains("the chat Old Quay has no id, so it cannot be collected");
    assertThat(all.output())
        .contains("quay: incomplete: 3 messages up to id 4 of 4")
        .contains(
            "passed over: 1 entries that are no messages, 1 malformed messages,"
                + " 1 messages without an id");
    assertThat(
            TestDatabase.query(
                scene.database(),
                "SELECT id, text, left_out FROM sluice.message ORDER BY channel_id, id"))
        .containsExactly(
            Arrays.asList("1", "a", "{\"hologram\": {\"beam\": [1]}}"),
            Arrays.asList("1", "a", null),
            Arrays.asList("3", "c", "{\"emoji\": \"files/x.webm\"}"),
            Arrays.asList("4", "d", null));
    assertThat(
            TestDatabase.query(
                scene.database(),
                "SELECT name, sum(count) FROM sluice.left_out GROUP BY 1 ORDER BY 1"))
        .containsExactly(
            List.of("emoji", "1"),
            List.of("entries that are no messages", "1"),
            List.of("hologram", "1"),
            List.of("malformed messages", "1"),
            List.of("messages without an id", "1"));
  }

  @Test
  void bad_photos_are_told_apart_in_little_memory_and_cost_no_message() throws IOException {
    var scene = Scene.in(directory).withExport(60, 20);
    List<Path> photos;
    try (var files = Files.list(scene.photos())) {
      photos = files.sorted().toList();
    }
    Files.writeString(photos.get(1), "<!DOCTYPE html><html><body>Gone</body></html>");
    Files.write(photos.get(3), new byte[0]);
    var whole = Files.readAllBytes(photos.get(5));
    Files.write(photos.get(5), Arrays.copyOf(whole, whole.length / 2));
    Files.write(photos.get(7), png(65_536, 65_536));
    Files.write(photos.get(9), png(20_000, 14_000));
    Files.write(photos.get(11), png(9_000, 9_000));

    var ended = scene.setup().withJvm("-Xmx256m").run("collect", scene.export().toString());
    ended.assertExit(0);
    assertThat(scene.messages()).isEqualTo(60);
    assertThat(
            TestDatabase.query(
                scene.database(),
                "SELECT outcome, count(*) FROM sluice.photo"
                    + " WHERE outcome <> 'stored' GROUP BY 1 ORDER BY 1"))
        .containsExactly(
            List.of("not_an_image", "2"), List.of("too_large", "2"), List.of("truncated", "1"));
    assertThat(scene.count("SELECT count(*) FROM sluice.photo WHERE reason LIKE '%65536 x 65536%'"))
        .isEqualTo(1);
    ExportTruth.assertCounters(scene.database());
  }

  /** A black picture of any size in very few bytes: an honest picture, or a bomb. */
  private static byte[] png(int width, int height) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    var header = new ByteArrayOutputStream();
    var fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    // One bit of grey a pixel, no interlacing.
    fields.write(new byte[] {1, 0, 0, 0, 0});
    chunk(out, "IHDR", header.toByteArray());
    var rows = new ByteArrayOutputStream();
    try (var deflate = new DeflaterOutputStream(rows, new Deflater(Deflater.BEST_COMPRESSION))) {
      var row = new byte[1 + (width + 7) / 8];
      for (int y = 0; y < height; y++) {
        deflate.write(row);
      }
    }
    chunk(out, "IDAT", rows.toByteArray());
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data)
      throws IOException {
    var chunk = new DataOutputStream(out);
    chunk.writeInt(data.length);
    var name = type.getBytes(StandardCharsets.US_ASCII);
    chunk.write(name);
    chunk.write(data);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    chunk.writeInt((int) sum.getValue());
  }
}
