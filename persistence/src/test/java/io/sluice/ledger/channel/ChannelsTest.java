package io.sluice.ledger.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest {
  /** Of one name in the file systems that are in use. */
  private static final int NAME_BYTES = 255;

  private static Database database;

  private final Channels channels = new Channels(database);

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void noChannels() {
    TestDatabase.execute(
        database.address(),
        "TRUNCATE sluice.channel, sluice.channel_alias, sluice.message CASCADE");
  }

  private long count() {
    return TestDatabase.count(database.address(), "SELECT count(*) FROM sluice.channel");
  }

  @Test
  void an_alias_finds_the_same_channel_whatever_its_title_is_now() {
    var made = channels.named("telegram:channel:1", "Harbour News");
    assertThat(made.name()).isEqualTo("harbour-news");
    assertThat(channels.named("telegram:channel:1", "Harbour & Port News")).isEqualTo(made);
    assertThat(count()).isOne();
  }

  @Test
  void two_channels_of_one_title_have_two_names() {
    var first = channels.named("telegram:channel:1", "News");
    var second = channels.named("telegram:channel:2", "NEWS!");
    assertThat(first.name()).isEqualTo("news");
    assertThat(second.name()).isEqualTo("news-telegram-channel-2");
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(channels.named("telegram:channel:2", "News")).isEqualTo(second);
  }

  @ParameterizedTest
  @CsvSource({
    "Harbour News, harbour-news",
    "'  --Ship & Shore--  ', ship-shore",
    "Новости порта, новости-порта",
    "港の知らせ, 港の知らせ",
    "أخبار الميناء, أخبار-الميناء",
    "ÉTÉ 2025, été-2025",
    "🚢 Boats 🚢, boats",
    "../../etc/passwd, etc-passwd",
    "'a/b\\c:d', a-b-c-d",
    "हिन्दी समाचार, हिन्दी-समाचार",
    "ข่าวท่าเรือ, ข่าวท่าเรือ",
    "❤️ News ❤️, news",
    "Port ❤️ News, port-news",
    "Cafe\u0301 ☕️, cafe\u0301"
  })
  void a_name_is_the_title_as_a_directory_may_be_called(String title, String name) {
    assertThat(channels.named("telegram:channel:1", title).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "🚢🚢", "...", "\0", "\uD83D"})
  void a_title_without_letters_is_called_a_channel(String title) {
    assertThat(channels.named("telegram:channel:7", title).name()).isEqualTo("channel");
    assertThat(channels.named("telegram:channel:8", title).name())
        .isEqualTo("channel-telegram-channel-8");
  }

  @Test
  void a_title_is_kept_as_the_source_shows_it() {
    channels.named("telegram:channel:1", "Harbour 🚢 News\0");
    assertThat(TestDatabase.query(database.address(), "SELECT title FROM sluice.channel").get(0))
        .containsExactly("Harbour 🚢 News\uFFFD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Ж", "港", "𝓗"})
  void a_very_long_title_gives_a_name_that_file_systems_take_even_when_it_clashes(String letter) {
    var title = letter.repeat(300);
    for (int i = 1; i <= 2; i++) {
      var name = channels.named("telegram:channel:123456789012" + i, title).name();
      assertThat(name).startsWith(letter.toLowerCase().repeat(20));
      assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(NAME_BYTES);
    }
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void a_long_title_is_not_cut_behind_a_hyphen() {
    assertThat(channels.named("telegram:channel:1", "a".repeat(119) + " b").name())
        .isEqualTo("a".repeat(119));
  }

  @Test
  void many_that_register_one_alias_at_once_make_one_channel() throws Exception {
    var ids = new HashSet<Long>();
    inParallel(8, i -> channels.named("telegram:channel:1", "News").id(), ids);
    assertThat(ids).hasSize(1);
    assertThat(count()).isOne();
  }

  @Test
  void many_that_register_one_title_at_once_make_a_channel_each() throws Exception {
    var ids = new HashSet<Long>();
    inParallel(8, i -> channels.named("telegram:channel:" + i, "News").id(), ids);
    assertThat(ids).hasSize(8);
    assertThat(
            TestDatabase.count(
                database.address(), "SELECT count(DISTINCT name) FROM sluice.channel"))
        .isEqualTo(8);
  }

  private interface Registering {
    long number(int i);
  }

  private static void inParallel(int threads, Registering work, HashSet<Long> ids)
      throws Exception {
    var together = new CyclicBarrier(threads);
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var results =
          IntStream.range(0, threads)
              .mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            together.await();
                            return work.number(i);
                          }))
              .toList();
      for (Future<Long> result : results) {
        ids.add(result.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void a_new_channel_counts_nothing() {
    var id = channels.named("telegram:channel:1", "News").id();
    assertThat(channels.counters(id)).isEqualTo(new Channels.Counters(0, 0, 0));
  }

  @Test
  void an_alias_that_nobody_has_is_not_known_and_makes_no_channel() {
    assertThat(channels.known("telegram:harbour_news")).isEmpty();
    assertThat(count()).isZero();
  }

  @Test
  void a_channel_is_known_under_each_alias_that_was_linked_to_it() {
    var made = channels.named("telegram:channel:1", "Harbour News");
    assertThat(channels.link("telegram:channel:1", "telegram:harbour_news")).isEmpty();
    assertThat(channels.known("telegram:harbour_news")).contains(made);
    assertThat(channels.named("telegram:harbour_news", "harbour_news")).isEqualTo(made);
    assertThat(count()).isOne();
  }

  @Test
  void an_alias_may_be_linked_again() {
    channels.named("telegram:channel:1", "News");
    channels.link("telegram:channel:1", "telegram:news");
    assertThat(channels.link("telegram:channel:1", "telegram:news")).isEmpty();
    assertThat(channels.link("telegram:news", "telegram:channel:1")).isEmpty();
  }

  @Test
  void two_channels_that_turn_out_to_be_one_chat_stay_apart() {
    var export = channels.named("telegram:channel:1", "News");
    var web = channels.named("telegram:news", "news");
    assertThat(channels.link("telegram:news", "telegram:channel:1")).contains(export);
    assertThat(channels.known("telegram:news")).contains(web);
    assertThat(channels.known("telegram:channel:1")).contains(export);
  }

  @Test
  void an_alias_of_no_channel_cannot_be_linked_to() {
    assertThat(channels.link("telegram:nobody", "telegram:channel:1")).isEmpty();
    assertThat(channels.known("telegram:channel:1")).isEmpty();
  }

  @Test
  void knows_whether_a_channel_has_only_aliases_that_begin_so() {
    assertThat(channels.hasOnlyAliasLike("telegram:channel:")).isFalse();
    channels.named("telegram:news", "News");
    channels.link("telegram:news", "telegram:channel:7");
    assertThat(channels.hasOnlyAliasLike("telegram:channel:")).isFalse();
    channels.named("telegram:channel:1", "News");
    assertThat(channels.hasOnlyAliasLike("telegram:channel:")).isTrue();
    assertThat(channels.hasOnlyAliasLike("telegram:channel_")).isFalse();
    assertThat(channels.hasOnlyAliasLike("%")).isFalse();
  }
}
