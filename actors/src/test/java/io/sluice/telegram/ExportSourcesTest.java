package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sluice.channel.SourceSpec;
import io.sluice.channel.Terms;
import io.sluice.channel.UnfitSourceException;
import io.sluice.export.OutOfBoundsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportSourcesTest {
  private static final ExportSources SOURCES = ExportSources.from(ConfigFactory.defaultReference());

  @TempDir Path directory;

  private static Terms below(Path root) {
    return new Terms(null, 0, Optional.empty(), Optional.of(root));
  }

  @Test
  void the_chats_of_an_export_are_offered_to_choose_from() throws IOException {
    var file = Exports.write(directory, Exports.channel(Exports.message(1, "Hello")));
    var offer = SOURCES.offer(directory.toString(), Terms.ALL);
    assertThat(offer.place()).isEqualTo(file.toString());
    assertThat(offer.damage()).isNull();
    assertThat(offer.isOne()).isFalse();
    var chat = offer.channels().get(0);
    assertThat(chat.alias()).isEqualTo("telegram:channel:1234567890");
    assertThat(chat.mayBe()).isEmpty();
    assertThat(chat.source())
        .isEqualTo(
            new SourceSpec(
                "telegram-export", file.toString(), "telegram:channel:1234567890", "", 0));
    assertThat(chat.isCalled("город и мир 🌍")).isTrue();
    assertThat(chat.isCalled("1234567890")).isTrue();
    assertThat(chat.isCalled("telegram:channel:1234567890")).isTrue();
    assertThat(chat.isCalled("telegram:CHANNEL:1234567890")).isFalse();
  }

  @Test
  void a_chat_that_is_there_twice_is_one_channel_with_two_parts() throws IOException {
    var chat = Exports.channel(Exports.message(1, "Hello"));
    Exports.write(
        directory,
        "{\"chats\": {\"list\": [%s]}, \"left_chats\": {\"list\": [%s]}}".formatted(chat, chat));
    assertThat(SOURCES.offer(directory.toString(), Terms.ALL).channels())
        .allMatch(channel -> channel.alias().equals("telegram:channel:1234567890"))
        .extracting(channel -> channel.source().part())
        .containsExactly("telegram:channel:1234567890", "telegram:channel:1234567890#2");
  }

  @Test
  void it_is_never_followed_and_else_collected_on_the_terms_of_who_wants_it() throws IOException {
    Exports.write(directory, Exports.channel(Exports.message(1, "Hello")));
    var since = Instant.parse("2025-01-31T00:00:00Z");
    var within = Optional.of(directory);
    var terms = new Terms(since, 30, Optional.of(Duration.ofSeconds(90)), within);
    var source = SOURCES.offer(directory.toString(), terms).channels().get(0).source();
    assertThat(source.follows()).isFalse();
    assertThat(source.terms()).isEqualTo(new Terms(since, 30, Optional.empty(), within));
  }

  @Test
  void what_lies_elsewhere_than_it_may_be_read_from_is_not_looked_into() throws IOException {
    Exports.write(directory, Exports.channel(Exports.message(1, "Hello")));
    var root = Files.createDirectory(directory.resolve("root"));
    assertThatThrownBy(() -> SOURCES.offer(directory.toString(), below(root)))
        .isInstanceOf(OutOfBoundsException.class);
  }

  @Test
  void every_word_may_be_a_path_and_one_that_is_none_is_refused() {
    assertThat(SOURCES.isMeantBy("a\0b")).isTrue();
    assertThatThrownBy(() -> SOURCES.offer("a\0b", Terms.ALL))
        .isInstanceOf(UnfitSourceException.class);
  }
}
