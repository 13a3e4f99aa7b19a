package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.export.BrokenExportException;
import io.sluice.export.ExportBounds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenExportTest {
  private static ActorTestKit kit;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString("sluice.source-dispatcher.type = PinnedDispatcher")
                .withFallback(
                    ConfigFactory.parseString(
                        "sluice.source-dispatcher.executor = thread-pool-executor")));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cut_at_any_byte_it_gives_the_whole_messages_before(boolean minified) throws IOException {
    var json =
        Exports.channel(
            Exports.message(101, "eins"),
            Exports.message(102, "два 🌍"),
            "{\"id\": 103, \"odd\": [true, false, null, -1.5e3]}");
    var bytes = (minified ? Exports.minified(json) : json).getBytes(StandardCharsets.UTF_8);
    var file = Files.write(directory.resolve("result.json"), bytes);
    var source = Reading.firstChat(directory, Reading.EVERYTHING);
    var whole = Reading.of(kit.system(), source, Optional.empty());
    int start = (int) ExportIndex.of(directory, ExportBounds.NONE).chats().get(0).start();
    int end = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(']');

    for (int cut = start + 1; cut <= end; cut++) {
      int bytesLeft = cut;
      Files.write(file, Arrays.copyOf(bytes, cut));

      var reading = read();

      var expected =
          whole.arrivals().stream()
              .filter(arrival -> arrival.after().offset() <= bytesLeft)
              .map(arrival -> arrival.message())
              .toList();
      assertThat(reading.arrivals()).extracting(arrival -> arrival.message()).isEqualTo(expected);
      var after =
          expected.isEmpty()
              ? "before its first message"
              : "after message " + (100 + expected.size());
      assertThat(reading.failure())
          .isInstanceOf(BrokenExportException.class)
          .hasMessage(
              "%s is cut off at byte %d (%s): export it again, or repair it"
                  .formatted(file, cut, after));
    }
  }

  @Test
  void cut_behind_the_last_message_nothing_is_missing() throws IOException {
    var json = Exports.channel(Exports.message(1, "one"));
    Exports.write(directory, json.substring(0, json.lastIndexOf(']') + 1));

    var reading = read();

    assertThat(reading.ids()).containsExactly(1L);
    assertThat(reading.failure()).isNull();
  }

  @Test
  void many_messages_before_the_break_are_all_given() throws IOException {
    var messages = new String[1000];
    Arrays.setAll(messages, i -> "{\"id\": %d}".formatted(i + 1));
    var json = Exports.channel(messages);
    Exports.write(directory, json.substring(0, json.lastIndexOf(']')));

    var reading = read();

    assertThat(reading.arrivals()).hasSize(1000);
    assertThat(reading.failure()).hasMessageContaining("(after message 1000)");
  }

  private Reading read() throws IOException {
    return Reading.of(
        kit.system(), Reading.firstChat(directory, Reading.EVERYTHING), Optional.empty());
  }
}
