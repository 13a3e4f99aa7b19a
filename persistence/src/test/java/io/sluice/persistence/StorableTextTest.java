package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {
  private static DatabaseAddress address;

  @BeforeAll
  static void createDatabase() {
    address = TestDatabase.create();
  }

  /** What PostgreSQL gives back of it; fails where PostgreSQL refuses it. */
  private static String throughPostgres(String type, String value) {
    var literal = value.replace("'", "''");
    return TestDatabase.query(address, "SELECT '%s'::%s::text".formatted(literal, type))
        .get(0)
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "Ünïcödé 港 🚢", "a\tb\r\nc", "\uFFFF\uFFFE\uFEFF", "'\\"})
  void text_that_is_fine_stays_as_it_is(String text) {
    assertThat(StorableText.of(text)).isEqualTo(text);
    assertThat(throughPostgres("text", text)).isEqualTo(text);
  }

  @Test
  void no_text_is_no_text() {
    assertThat(StorableText.of(null)).isNull();
    assertThat(StorableText.ofJson(null)).isNull();
  }

  static String[][] broken() {
    return new String[][] {
      {"\0", "\uFFFD"},
      {"a\0b\0", "a\uFFFDb\uFFFD"},
      {"\uD83D", "\uFFFD"},
      {"\uDEA2x", "\uFFFDx"},
      {"x\uDEA2\uD83D", "x\uFFFD\uFFFD"},
      {"\uD83D\uD83D\uDEA2", "\uFFFD🚢"},
      {"🚢\uDEA2", "🚢\uFFFD"},
      {"\uD83D\0", "\uFFFD\uFFFD"}
    };
  }

  @ParameterizedTest
  @MethodSource("broken")
  void what_postgres_refuses_becomes_the_replacement_character(String text, String storable) {
    assertThat(StorableText.of(text)).isEqualTo(storable);
    assertThat(throughPostgres("text", StorableText.of(text))).isEqualTo(storable);
  }

  @Test
  void whatever_comes_postgres_takes_it() {
    var random = new Random(11);
    var odd = new char[] {0, 'a', '\uD83D', '\uDEA2', '\uFFFD', '\'', '\\', '\u00E4'};
    for (int i = 0; i < 100; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        text.append(odd[random.nextInt(odd.length)]);
      }
      var storable = StorableText.of(text.toString());
      assertThat(throughPostgres("text", storable)).isEqualTo(storable);
      assertThat(storable).hasSameSizeAs(text);
    }
  }

  static String[][] json() {
    return new String[][] {
      {"[\"a\\u0000b\"]", "[\"a\uFFFDb\"]"},
      {"[\"a\0b\"]", "[\"a\uFFFDb\"]"},
      {"[\"a\\\\u0000b\"]", "[\"a\\\\u0000b\"]"},
      {"[\"a\\\\\\u0000b\"]", "[\"a\\\\\uFFFDb\"]"},
      {"[\"\\u0000\\u0000\"]", "[\"\uFFFD\uFFFD\"]"},
      {"[\"\uD83D\"]", "[\"\uFFFD\"]"},
      {"[\"\\uD83D\"]", "[\"\uFFFD\"]"},
      {"[\"\\udea2x\"]", "[\"\uFFFDx\"]"},
      {"[\"\\\\uD83D\"]", "[\"\\\\uD83D\"]"},
      {"[\"\\ud83d\\uDEA2\"]", "[\"🚢\"]"},
      {"[\"\\uD83D\\uD83D\\uDEA2\"]", "[\"\uFFFD🚢\"]"},
      {"[\"\\u0041\\n\"]", "[\"A\\n\"]"}
    };
  }

  @ParameterizedTest
  @MethodSource("json")
  void in_json_the_escapes_of_such_characters_are_replaced_too(String json, String stored) {
    assertThat(throughPostgres("jsonb", StorableText.ofJson(json))).isEqualTo(stored);
  }

  @Test
  void a_long_text_of_backslashes_takes_neither_the_stack_nor_an_age() {
    var backslashes = "\\".repeat(2_000_000);
    assertThat(StorableText.ofJson("\"" + backslashes + "\"")).hasSize(2_000_002);
    assertThat(StorableText.ofJson("\"" + backslashes + "\\u0000\"")).endsWith("\uFFFD\"");
  }
}
