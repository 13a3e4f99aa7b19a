package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.export.Enclosure;
import io.sluice.photo.PhotoReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RichMessageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path root;

  private ExportMessageParser.Parsed parse(String fields) {
    try {
      var photos = new ExportPhotos(new Enclosure(root), root.toRealPath());
      return new ExportMessageParser(new MessageDates(ZoneOffset.UTC), photos)
          .parse((ObjectNode) JSON.readTree("{\"id\": 7, " + fields + "}"))
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ExportMessageParser.Parsed rich(String... blocks) {
    return parse(
        "\"rich_message\": {\"rtl\": false, \"part\": false, \"blocks\": [%s]}"
            .formatted(String.join(",", blocks)));
  }

  private static String plain(String text) {
    return "{\"type\": \"plain\", \"text\": \"%s\"}".formatted(text);
  }

  private static String block(String type, String fields) {
    return "{\"type\": \"%s\", %s}".formatted(type, fields);
  }

  private static String photo(String id, String path) {
    return block(
        "photo",
        """
        "photo_id": "%s", "photo": "%s", "photo_file_size": 9, "width": 4, "height": 3,
        "spoiler": false, "caption": {"text": {"type": "plain", "text": "of %s"},
        "credit": {"type": "empty"}}\
        """
            .formatted(id, path, path));
  }

  @Test
  void the_text_of_all_blocks_is_read_in_their_order() {
    var parsed =
        rich(
            block("heading", "\"level\": 1, \"text\": " + plain("Harbour")),
            block("author_date", "\"author\": " + plain("Ann") + ", \"date\": \"2026-09-01\""),
            block(
                "paragraph",
                "\"text\": {\"type\": \"concat\", \"text\": [%s, \"two \", {\"type\": \"italic\","
                        .formatted(plain("One "))
                    + " \"text\": \"three\"}]}"),
            block("divider", "\"x\": null"),
            block("code", "\"text\": " + plain("row();\\nsteer();") + ", \"language\": \"boat\""),
            block(
                "list",
                """
                "kind": "ordered", "reversed": false, "start": 1, "items": [
                 {"task_state": "none", "content": "text", "text": %s, "num": "1."},
                 {"content": "blocks", "blocks": [{"type": "paragraph", "text": %s}]}]\
                """
                    .formatted(plain("first"), plain("second"))),
            block(
                "quote",
                """
                "content": "blocks", "pullquote": false, "blocks": [
                 {"type": "paragraph", "text": "said"}], "caption": {"type": "plain", "text": "Ben"}\
                """),
            block(
                "table",
                """
                "title": {"type": "plain", "text": "Tides"}, "bordered": true, "rows": [
                 {"cells": [{"text": {"type": "plain", "text": "high"}, "header": true}, {},
                   {"text": "6:10"}]},
                 {"cells": [{"text": "low"}, {"text": "12:20"}]}]\
                """),
            block(
                "details",
                """
                "title": "More", "open": false, "blocks": [
                 {"type": "math", "formula": "a+b"}, {"type": "anchor", "name": "end"}]\
                """),
            block("footer", "\"text\": " + plain("Bye")));

    assertThat(parsed.message().text())
        .isEqualTo(
            """
            Harbour
            Ann
            One two three
            row();
            steer();
            first
            second
            said
            Ben
            Tides
            high\t\t6:10
            low\t12:20
            More
            a+b
            Bye\
            """);
    assertThat(parsed.message().details().leftOut()).isNull();
    assertThat(parsed.photos()).isEmpty();
  }

  @Test
  void formatted_pieces_are_entities_whose_lengths_add_up() throws JsonProcessingException {
    var message =
        rich(
                block("paragraph", "\"text\": [\"see \", {\"type\": \"bold\", \"text\": \"it\"}]"),
                block(
                    "paragraph",
                    """
                    "text": {"type": "text_link", "href": "https://e.org", "webpage_id": "0",
                     "text": {"type": "bold", "text": {"type": "plain", "text": "here"}}}\
                    """),
                block("code", "\"text\": \"x\", \"language\": \"java\""))
            .message();

    assertThat(JSON.readTree(message.entities()))
        .isEqualTo(
            JSON.readTree(
                """
                [{"type": "plain", "text": "see "}, {"type": "bold", "text": "it"},
                 {"type": "plain", "text": "\\n"},
                 {"type": "text_link", "text": "here", "href": "https://e.org"},
                 {"type": "plain", "text": "\\n"},
                 {"type": "pre", "text": "x", "language": "java"}]\
                """));
    var joined =
        StreamSupport.stream(JSON.readTree(message.entities()).spliterator(), false)
            .map(piece -> piece.path("text").asText())
            .collect(Collectors.joining());
    assertThat(joined).isEqualTo(message.text()).isEqualTo("see it\nhere\nx");
    assertThat(rich(block("footer", "\"text\": " + plain("x"))).message().entities()).isNull();
  }

  @Test
  void photos_at_any_depth_have_ids_that_an_edit_does_not_change() throws IOException {
    Files.createFile(root.resolve("a.jpg"));
    Files.createFile(root.resolve("b.jpg"));
    var first = photo("9000000000000000001", "a.jpg");
    var second = photo("9000000000000000002", "b.jpg");

    var before = rich(second);
    var after =
        rich(
            block("cover", "\"block\": " + first),
            block("collage", "\"items\": [%s, %s], \"caption\": {}".formatted(first, second)),
            block("photo", "\"photo_id\": \"3\", \"photo_skip_reason\": \"file_size\""),
            block("embed", "\"url\": \"https://e.org\", \"poster_photo\": \"../c.jpg\""));

    assertThat(before.photos())
        .extracting(PhotoReference::id)
        .containsExactly("7-9000000000000000002");
    assertThat(after.photos())
        .extracting(PhotoReference::id)
        .containsExactly("7-9000000000000000001", "7-9000000000000000002", "7-3", "7-n4");
    assertThat(after.photos())
        .extracting(PhotoReference::location)
        .endsWith(
            new PhotoReference.Absent("file size"),
            new PhotoReference.Absent("path leaves the export: ../c.jpg"));
    assertThat(after.photos().get(1)).isEqualTo(before.photos().get(0));
    assertThat(after.message().details().photos()).isEqualTo(4);
    assertThat(after.message().text()).startsWith("of a.jpg").endsWith("https://e.org");
    assertThat(after.message().details().leftOut()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"../../x, 7-n1", "1/2, 7-n1", "'', 7-n1", "-5, 7-n1", "123456789012345678901, 7-n1"})
  void an_id_that_is_no_number_is_not_taken_into_a_file_name(String id, String taken) {
    assertThat(rich(photo(id, "a.jpg")).photos())
        .extracting(PhotoReference::id)
        .containsExactly(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "video, , video_file",
    "video, animation, animation",
    "audio, voice_message, voice_message",
    "file, , file",
    "map, , location",
    "embed_post, , embed",
    "photo, ,",
  })
  void other_media_have_a_word(String type, String said, String word) {
    var media = said == null ? "\"spoiler\": false" : "\"media_type\": \"" + said + "\"";
    assertThat(rich(block(type, media + ", \"caption\": {\"text\": \"c\"}")).message())
        .satisfies(
            message -> {
              assertThat(message.media()).isEqualTo(word);
              assertThat(message.text()).isEqualTo("c");
            });
  }

  @Test
  void what_is_not_known_of_it_is_left_out_by_name_and_its_text_is_read() throws IOException {
    var leftOut =
        rich(
            block("hologram", "\"text\": \"seen\", \"beam\": 3"),
            block("unsupported", "\"source_type\": \"page_block_unsupported\""),
            block("paragraph", "\"text\": {\"type\": \"glow\", \"text\": \"lit\", \"hue\": 5}"),
            block("embed", "\"html\": \"<b>x</b>\""),
            "5");

    assertThat(leftOut.message().text()).isEqualTo("seen\nlit");
    assertThat(
            JSON.readTree(leftOut.message().details().leftOut()).properties().stream()
                .map(field -> field.getKey()))
        .containsExactly(
            "rich_message.hologram",
            "rich_message.beam",
            "rich_message.unsupported",
            "rich_message.glow",
            "rich_message.hue",
            "rich_message.html",
            "rich_message.blocks");
    assertThat(parse("\"rich_message\": \"text\"").message().details().leftOut())
        .isEqualTo("{\"rich_message\":\"text\"}");
    assertThat(parse("\"rich_message\": {\"part\": true}").message().details().leftOut())
        .isEqualTo("{\"rich_message.part\":true}");
  }

  @Test
  void beside_a_text_both_are_read() {
    var both =
        parse(
            """
            "text": ["a ", {"type": "bold", "text": "b"}], "photo": "p.jpg",
            "rich_message": {"blocks": [%s, %s]}\
            """
                .formatted(block("footer", "\"text\": \"c\""), photo("5", "q.jpg")));

    assertThat(both.message().text()).isEqualTo("a b\nc\nof q.jpg");
    assertThat(both.message().entities()).contains("\"bold\"").contains("\\nof q.jpg");
    assertThat(both.photos()).extracting(PhotoReference::id).containsExactly("7", "7-5");
  }

  @Test
  void depth_count_and_length_are_bounded_and_what_is_beyond_is_left_out() throws IOException {
    int depth = 150;
    var deep =
        block("details", "\"blocks\": [").replace("}", "").repeat(depth) + "]}".repeat(depth);
    assertThat(leftOut(deep)).isEqualTo(List.of("rich_message.blocks"));

    var many = "\"%s\"".formatted("a").concat(",\"a\"".repeat(150_000));
    assertThat(leftOut(block("paragraph", "\"text\": [" + many + "]")))
        .isEqualTo(List.of("rich_message.text"));

    var photos =
        IntStream.range(0, 1100).mapToObj(i -> photo("" + i, i + ".jpg")).toArray(String[]::new);
    assertThat(leftOut(photos)).isEqualTo(List.of("rich_message.photo"));
    assertThat(rich(photos).photos()).hasSize(1000);

    var lengthy = block("paragraph", "\"text\": \"" + "x".repeat(600_000) + "\"");
    assertThat(leftOut(lengthy, lengthy)).isEqualTo(List.of("rich_message.text"));
    assertThat(rich(lengthy, lengthy).message().text()).hasSize(1_000_000);
  }

  private List<String> leftOut(String... blocks) throws IOException {
    return JSON.readTree(rich(blocks).message().details().leftOut()).properties().stream()
        .map(field -> field.getKey())
        .toList();
  }
}
