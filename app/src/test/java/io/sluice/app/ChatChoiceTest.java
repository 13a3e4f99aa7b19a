package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.SourceSpec;
import io.sluice.telegram.ExportChat;
import io.sluice.telegram.ExportFile;
import io.sluice.telegram.ExportIndex;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatChoiceTest {
  private static final ExportFile JANUARY = file("/exports/january/result.json");
  private static final ExportFile JUNE = file("/exports/june/result.json");

  private static ExportFile file(String path) {
    return new ExportFile(Path.of(path), Path.of(path).getParent(), 1000, 0);
  }

  private static ExportChat chat(ExportFile file, String type, long id, String name) {
    return new ExportChat(file, type, id, name, 10, 900);
  }

  private static ExportIndex index(ExportFile file, ExportChat... chats) {
    return new ExportIndex(file, List.of(chats), null);
  }

  private static ChatChoice choosing(String... wanted) {
    return new ChatChoice(List.of(wanted), null, 0);
  }

  private static final ExportIndex TWO =
      index(
          JANUARY,
          chat(JANUARY, "public_channel", 5, "Harbour News"),
          chat(JANUARY, "personal_chat", 5, "Ann"));

  @Test
  void by_default_all_chats_are_collected_each_as_its_own_channel() {
    var choice = choosing();
    choice.add(TWO);
    assertThat(choice.chosen().keySet()).containsExactly("telegram:channel:5", "telegram:user:5");
    assertThat(choice.chosen().values())
        .extracting(ChatChoice.Chosen::name)
        .containsExactly("Harbour News", "Ann");
    assertThat(choice.unmatched()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Harbour News", "harbour news", "telegram:channel:5"})
  void a_chat_is_chosen_by_name_or_identity(String wanted) {
    var choice = choosing(wanted);
    choice.add(TWO);
    assertThat(choice.chosen().keySet()).containsExactly("telegram:channel:5");
    assertThat(choice.unmatched()).isEmpty();
  }

  @Test
  void an_id_chooses_all_chats_that_have_it() {
    var choice = choosing("5");
    choice.add(TWO);
    assertThat(choice.chosen()).hasSize(2);
  }

  @Test
  void a_chat_that_is_in_no_export_is_complained_of() {
    var choice = choosing("Ann", "Bob");
    choice.add(TWO);
    assertThat(choice.chosen().keySet()).containsExactly("telegram:user:5");
    assertThat(choice.unmatched())
        .contains("--chat Bob: no export named here holds a chat of this name or id");
    var nothing = choosing("Bob");
    nothing.add(TWO);
    assertThat(nothing.isEmpty()).isTrue();
  }

  @Test
  void exports_of_one_chat_are_collected_one_after_another_into_one_channel() {
    var choice = choosing();
    choice.add(index(JANUARY, chat(JANUARY, "private_channel", 5, "News")));
    choice.add(index(JUNE, chat(JUNE, "public_channel", 5, "Harbour News")));
    assertThat(choice.chosen()).hasSize(1);
    assertThat(choice.chosen().get("telegram:channel:5").sources())
        .extracting(SourceSpec::location)
        .containsExactly("/exports/january/result.json", "/exports/june/result.json");
  }

  @Test
  void an_export_named_twice_is_collected_once() {
    var choice = choosing();
    choice.add(TWO);
    choice.add(TWO);
    assertThat(choice.chosen().get("telegram:channel:5").sources()).hasSize(1);
  }

  @Test
  void since_and_limit_go_to_every_source() {
    var since = Instant.parse("2025-01-31T00:00:00Z");
    var choice = new ChatChoice(List.of(), since, 30);
    choice.add(TWO);
    assertThat(choice.chosen().values())
        .allSatisfy(
            chosen ->
                assertThat(chosen.sources())
                    .allSatisfy(
                        source -> {
                          assertThat(source.since()).isEqualTo("2025-01-31T00:00:00Z");
                          assertThat(source.limit()).isEqualTo(30);
                        }));
  }
}
