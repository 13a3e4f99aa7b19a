package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.export.Enclosure;
import io.sluice.ledger.channel.Message;
import io.sluice.photo.PhotoReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportMessageParserTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path root;

  @Test
  void reads_a_message_of_today() {
    var message =
        message(
            """
            {
             "id": 42,
             "type": "message",
             "date": "2024-03-01T13:00:00",
             "date_unixtime": "1709287200",
             "edited": "2024-03-01T13:05:00",
             "edited_unixtime": "1709287500",
             "from": "Ann",
             "from_id": "user77",
             "author": "A. N. Other",
             "forwarded_from": "Ben",
             "reply_to_message_id": 41,
             "text": ["see ", {"type": "text_link", "text": "here", "href": "https://e.org"}],
             "text_entities": [
              {"type": "plain", "text": "see "},
              {"type": "text_link", "text": "here", "href": "https://e.org"}
             ]
            }\
            """);

    assertThat(message)
        .isEqualTo(
            new Message(
                42,
                "message",
                Instant.ofEpochSecond(1709287200),
                Instant.ofEpochSecond(1709287500),
                "Ann",
                "user77",
                "see here",
                "[{\"type\":\"plain\",\"text\":\"see \"},"
                    + "{\"type\":\"text_link\",\"text\":\"here\",\"href\":\"https://e.org\"}]",
                41L,
                "Ben",
                null,
                null));
  }

  @Test
  void reads_a_message_of_2018_with_local_times_and_a_number_as_sender() {
    var message =
        message(
            """
            {"id": 5, "type": "message", "date": "2018-12-25T16:12:45",
             "edited": "1970-01-01T05:00:00", "from": "Ann", "from_id": 4383948531,
             "text": ["a ", {"type": "bold", "text": "b"}, " c"]}\
            """);

    assertThat(message.sentAt()).isEqualTo(Instant.parse("2018-12-25T11:12:45Z"));
    assertThat(message.editedAt()).isNull();
    assertThat(message.authorId()).isEqualTo("4383948531");
    assertThat(message.text()).isEqualTo("a b c");
    assertThat(message.entities())
        .isEqualTo(
            "[{\"type\":\"plain\",\"text\":\"a \"},{\"type\":\"bold\",\"text\":\"b\"},"
                + "{\"type\":\"plain\",\"text\":\" c\"}]");
  }

  @Test
  void reads_a_service_message() {
    var message =
        message(
            """
            {"id": -999999999, "type": "service", "date": "2019-01-01T00:00:00", "actor": "Ann",
             "actor_id": "user1", "action": "pin_message", "message_id": 3, "text": ""}\
            """);

    assertThat(message.id()).isEqualTo(-999999999);
    assertThat(message.kind()).isEqualTo("service");
    assertThat(message.author()).isEqualTo("Ann");
    assertThat(message.authorId()).isEqualTo("user1");
    assertThat(message.action()).isEqualTo("pin_message");
    assertThat(message.text()).isEmpty();
    assertThat(message.entities()).isNull();
  }

  @Test
  void an_unsupported_message_has_nothing_but_an_id() {
    assertThat(message("{\"id\": 1, \"type\": \"unsupported\"}"))
        .isEqualTo(
            new Message(
                1, "unsupported", null, null, null, null, "", null, null, null, null, null));
    assertThat(message("{\"id\": 1}").kind()).isEqualTo("message");
  }

  @Test
  void the_signature_stands_in_for_a_missing_sender() {
    assertThat(message("{\"id\": 1, \"from\": null, \"author\": \"Editor\"}").author())
        .isEqualTo("Editor");
    assertThat(message("{\"id\": 1, \"from\": null, \"from_id\": \"user9\"}"))
        .extracting(Message::author, Message::authorId)
        .containsExactly(null, "user9");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"forwarded_from\": \"Ben\"', Ben",
    "'\"forwarded_from\": null, \"forwarded_from_id\": \"user2\"', user2",
    "'\"forwarded_from\": null', unknown",
    "'\"forwarded_from_id\": \"channel2\"', channel2",
    "'\"saved_from\": \"Ben\"',",
  })
  void tells_where_it_was_forwarded_from(String fields, String from) {
    assertThat(message("{\"id\": 1, " + fields + "}").forwardedFrom()).isEqualTo(from);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"reply_to_message_id\": 3', 3",
    "'\"reply_to_message_id\": \"3\"', 3",
    "'\"reply_to_message_id\": {}',",
    "'\"reply_to_message_id\": 3, \"reply_to_peer_id\": \"channel9\"',",
  })
  void tells_what_it_answers_in_the_same_chat(String fields, Long answered) {
    assertThat(message("{\"id\": 1, " + fields + "}").replyTo()).isEqualTo(answered);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"text\": \"\"| ''",
        "\"text\": null| ''",
        "\"text\": 5| 5",
        "\"text\": []| ''",
        "\"text\": [\"a\", \"b\", null, [\"c\"]]| ab",
        "\"text\": {}| ''",
        "\"text_entities\": [{\"type\": \"plain\", \"text\": \"x\"}]| x",
      })
  void a_text_without_format_has_no_entities(String fields, String text) {
    var message = message("{\"id\": 1, " + fields + "}");

    assertThat(message.text()).isEqualTo(text);
    assertThat(message.entities()).isNull();
  }

  @Test
  void a_number_beyond_all_measure_leaves_entities_that_are_json() throws IOException {
    var entities =
        message("{\"id\": 1, \"text\": [{\"type\": \"x\", \"text\": \"\", \"n\": 1e999}]}")
            .entities();

    assertThat(JSON.readTree(entities).at("/0/n").isTextual()).isTrue();
  }

  @Test
  void what_postgresql_refuses_is_replaced_everywhere() {
    var message =
        message(
            """
            {"id": 1, "from": "a\\u0000", "text": ["x\\u0000\\ud800y", {"type": "bold",
             "text": "\\udc00", "href\\u0000": ["\\u0000"]}]}\
            """);

    assertThat(message.author()).isEqualTo("a\uFFFD");
    assertThat(message.text()).isEqualTo("x\uFFFD\uFFFDy\uFFFD");
    assertThat(message.entities())
        .isEqualTo(
            "[{\"type\":\"plain\",\"text\":\"x\uFFFD\uFFFDy\"},"
                + "{\"type\":\"bold\",\"text\":\"\uFFFD\",\"href\uFFFD\":[\"\uFFFD\"]}]");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"media_type\": \"sticker\", \"file\": \"stickers/s.webp\"', sticker",
    "'\"file\": \"files/a.pdf\", \"mime_type\": \"application/pdf\"', file",
    "'\"file\": \"files/a.png\", \"mime_type\": \"image/png\"', image_file",
    "'\"poll\": {}', poll",
    "'\"location_information\": {}', location",
    "'\"location_information\": {}, \"live_location_period_seconds\": 60', live_location",
    "'\"contact_information\": {}', contact",
    "'\"todo_list\": {}', todo_list",
    "'\"game_title\": \"Chess\"', game",
    "'\"invoice_information\": {}', invoice",
    "'\"text\": \"\"',",
  })
  void media_has_a_word(String fields, String word) {
    assertThat(message("{\"id\": 1, " + fields + "}").media()).isEqualTo(word);
  }

  @Test
  void a_photo_is_referred_to_by_the_id_of_its_message() throws IOException {
    var file = Files.createFile(root.toRealPath().resolve("p.jpg"));

    assertThat(parse("{\"id\": -123, \"photo\": \"p.jpg\", \"width\": 5}").orElseThrow().photos())
        .containsExactly(
            new PhotoReference("-123", new PhotoReference.InFile(new Enclosure(root), file)));
    assertThat(parse("{\"id\": 1, \"photo\": \"q.jpg\"}").orElseThrow().photos())
        .containsExactly(
            new PhotoReference("1", new PhotoReference.Absent("file not found: q.jpg")));
    assertThat(parse("{\"id\": 1, \"photo\": null}").orElseThrow().photos()).isEmpty();
  }

  @Test
  void an_image_sent_as_a_file_is_no_photo() {
    assertThat(
            parse("{\"id\": 1, \"file\": \"a.png\", \"mime_type\": \"image/png\"}")
                .orElseThrow()
                .photos())
        .isEmpty();
  }

  @Test
  void fields_that_are_not_known_are_kept_and_those_without_content_are_not() {
    var message =
        message(
            """
            {"id": 1, "reactions": [{"odd": 1}], "community_id": 5, "days": 3, "mood": 1,
             "weather": {"a": [2]}, "tide": null, "wind": "", "waves": [], "boats": {}}\
            """);

    assertThat(message.details().leftOut()).isEqualTo("{\"mood\":1,\"weather\":{\"a\":[2]}}");
    assertThat(message("{\"id\": 1, \"tide\": null}").details().leftOut()).isNull();
  }

  @Test
  void what_is_kept_of_them_is_bounded() throws IOException {
    var fields = new StringBuilder("{\"id\": 1");
    for (int i = 0; i < 1000; i++) {
      fields.append(", \"%s%d\": \"%s\"".formatted("n".repeat(200), i, "x".repeat(1000)));
    }
    var kept = JSON.readTree(message(fields + "}").details().leftOut());

    assertThat(kept).hasSize(1);
    assertThat(kept.path("n".repeat(100)).path("length").asInt()).isGreaterThan(1_000_000);
    assertThat(kept.path("n".repeat(100)).path("cut").asText()).hasSize(16 * 1024);

    var names = new StringBuilder("{\"id\": 1");
    for (int i = 0; i < 1000; i++) {
      names.append(", \"n%d\": %d".formatted(i, i));
    }
    var all = JSON.readTree(message(names + "}").details().leftOut());
    assertThat(all).hasSize(21);
    assertThat(all.path("other fields")).hasSize(980);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"id\": null}", "{\"id\": \"x\"}", "{\"id\": 1.5}"})
  void an_object_without_an_id_is_no_message(String json) {
    assertThat(parse(json)).isEmpty();
  }

  @Test
  void an_id_may_be_a_string() {
    assertThat(message("{\"id\": \"12\"}").id()).isEqualTo(12);
  }

  private Message message(String json) {
    return parse(json).orElseThrow().message();
  }

  private Optional<ExportMessageParser.Parsed> parse(String json) {
    try {
      var dates = new MessageDates(ZoneId.of("Asia/Yekaterinburg"));
      return new ExportMessageParser(dates, new ExportPhotos(new Enclosure(root), root))
          .parse((ObjectNode) JSON.readTree(json));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
