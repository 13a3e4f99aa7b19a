package io.sluice.telegram.preview;

import static io.sluice.telegram.preview.PreviewNode.after;
import static io.sluice.telegram.preview.PreviewNode.ids;
import static io.sluice.telegram.preview.PreviewServer.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.Arrival;
import io.sluice.channel.IdRange;
import io.sluice.persistence.TestDatabase;
import io.sluice.telegram.preview.PreviewServer.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a channel's history is read, and where a walk goes on that was cut off. */
class PreviewSourceTest {
  private static final int PAGE = 4;
  private static final long[] OLD = {1, 5, 6, 9, 20, 30, 31, 40, 41};
  private static final long[] NEWER = {50, 52, 53, 60, 61, 62, 70, 71, 72, 73};

  /** The members of an album, which is one post. */
  private static final List<Long> ALBUM = List.of(10L, 11L, 12L);

  private static final List<Long> ALL_OLD = List.of(41L, 40L, 31L, 30L, 20L, 9L, 6L, 5L, 1L);

  private static PreviewNode node;

  @TempDir Path directory;
  private PreviewServer server;
  private PreviewSource source;

  @BeforeAll
  static void start() {
    node = new PreviewNode();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void open() throws Exception {
    TestDatabase.execute(
        node.database.address(), "TRUNCATE sluice.channel, sluice.channel_alias CASCADE");
    server = new PreviewServer(PAGE).texts(OLD);
    source = node.reader(server, directory).source(0);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void addAlbum() {
    server.post(
        10,
        Pages.album(
            Pages.photo("10?single", "a"),
            Pages.photo("11?single", "b"),
            Pages.photo("12?single", "c")));
  }

  private List<Arrival<PreviewCursor>> read(Optional<PreviewCursor> cursor) throws Exception {
    return node.read(source, cursor);
  }

  private PreviewSource following(Duration interval) {
    return node.reader(server, directory)
        .source(new PreviewSource.Wanted(CHANNEL, null, 0, Optional.of(interval)));
  }

  @Test
  void every_message_comes_once_the_newest_first() throws Exception {
    var arrivals = read(Optional.empty());
    assertThat(ids(arrivals)).isEqualTo(ALL_OLD);
    var end = after(arrivals).orElseThrow();
    assertThat(end).isEqualTo(new PreviewCursor(CHANNEL, 41, List.of()));
    assertThat(source.progress(end)).isEqualTo(1);
    assertThat(source.unread(end)).isEmpty();
    assertThat(server.requests())
        .extracting(PreviewServer.Request::path)
        .containsExactly(
            "/s/harbour_news", "/s/harbour_news?before=30", "/s/harbour_news?before=5");
  }

  @Test
  void single_messages_come_again_with_their_photos_and_those_that_are_gone_do_not()
      throws Exception {
    addAlbum();
    var wanted = new TreeSet<>(List.of(1L, 11L, 12L, 13L, 40L, 41L));
    var again = PreviewNode.await(source.messages(wanted).runWith(Sink.seq(), node.kit.system()));
    assertThat(again.stream().map(arrival -> arrival.message().id()))
        .containsExactlyInAnyOrder(1L, 11L, 12L, 40L, 41L);
    assertThat(again.stream().filter(arrival -> !arrival.photos().isEmpty()))
        .extracting(arrival -> arrival.message().id())
        .containsExactlyInAnyOrder(11L, 12L);
    assertThat(server.requests())
        .extracting(PreviewServer.Request::path)
        .containsExactly(
            "/s/harbour_news?before=42", "/s/harbour_news?before=14", "/s/harbour_news?before=2");
  }

  @Test
  void the_members_of_an_album_are_messages_of_their_own() throws Exception {
    addAlbum();
    var album =
        read(Optional.empty()).stream()
            .filter(arrival -> arrival.message() != null)
            .filter(arrival -> ALBUM.contains(arrival.message().id()))
            .toList();
    assertThat(ids(album)).isEqualTo(ALBUM);
    assertThat(album).allSatisfy(arrival -> assertThat(arrival.photos()).hasSize(1));
    assertThat(album)
        .allSatisfy(arrival -> assertThat(arrival.message().details().albumId()).isEqualTo(10));
  }

  @Test
  void what_is_left_is_told_as_ranges_of_ids_and_gets_less() throws Exception {
    double before = 0;
    for (var arrival : read(Optional.empty())) {
      var cursor = arrival.after();
      assertThat(source.progress(cursor)).isGreaterThanOrEqualTo(before);
      before = source.progress(cursor);
      if (arrival.message() != null && arrival.message().id() > 1) {
        assertThat(source.unread(cursor))
            .containsExactly(new IdRange(1, arrival.message().id() - 1));
      }
    }
    assertThat(before).isEqualTo(1);
  }

  @Test
  void goes_on_from_wherever_it_was_cut_off() throws Exception {
    addAlbum();
    var whole = read(Optional.empty());
    var all = new HashSet<>(ids(whole));
    assertThat(all).hasSize(OLD.length + ALBUM.size());
    for (int taken = 0; taken <= whole.size(); taken++) {
      var first = whole.subList(0, taken);
      var rest = read(after(first));
      var both = new HashSet<>(ids(first));
      both.addAll(ids(rest));
      assertThat(both).as("cut off behind %d", taken).isEqualTo(all);
      assertThat(after(rest).orElseThrow().isComplete()).isTrue();
    }
  }

  @Test
  void goes_on_from_wherever_it_was_cut_off_also_when_new_posts_came_meanwhile() throws Exception {
    addAlbum();
    var whole = read(Optional.empty());
    server.texts(NEWER);
    var all = new HashSet<>(ids(whole));
    LongStream.of(NEWER).forEach(all::add);
    for (int taken = 0; taken <= whole.size(); taken++) {
      var first = whole.subList(0, taken);
      var rest = read(after(first));
      var both = new HashSet<>(ids(first));
      both.addAll(ids(rest));
      assertThat(both).as("cut off behind %d", taken).isEqualTo(all);
      assertThat(after(rest).orElseThrow())
          .isEqualTo(new PreviewCursor(CHANNEL, NEWER[NEWER.length - 1], List.of()));
    }
  }

  @Test
  void a_time_without_polls_leaves_a_hole_that_is_filled_wherever_that_is_cut_off()
      throws Exception {
    var before = after(read(Optional.empty()));
    server.texts(NEWER);
    var gap = read(before);
    assertThat(gap.get(0).after().unread()).containsExactly(new IdRange(42, 72));
    var fresh = ids(gap).stream().filter(id -> id > 41).toList();
    assertThat(fresh).containsExactly(73L, 72L, 71L, 70L, 62L, 61L, 60L, 53L, 52L, 50L);

    for (int taken = 1; taken <= gap.size(); taken++) {
      var first = gap.subList(0, taken);
      var both = new HashSet<>(ids(first));
      both.addAll(ids(read(after(first))));
      assertThat(both).as("cut off behind %d", taken).containsAll(fresh);
    }
  }

  @Test
  void the_newest_page_is_read_again_as_it_is_now() throws Exception {
    var before = after(read(Optional.empty()));
    server.post(41, Pages.textOf("post 41, edited"));
    var again = read(before);
    assertThat(ids(again)).containsExactlyInAnyOrder(41L, 40L, 31L, 30L);
    assertThat(again)
        .filteredOn(arrival -> arrival.message() != null && arrival.message().id() == 41)
        .singleElement()
        .satisfies(arrival -> assertThat(arrival.message().text()).isEqualTo("post 41, edited"));
    assertThat(after(again)).isEqualTo(before);
  }

  @Test
  void news_are_the_newest_page_and_no_more() throws Exception {
    var before = after(read(Optional.empty()));
    server.texts(NEWER);
    var news = PreviewNode.await(source.newsAfter(before).runWith(Sink.seq(), node.kit.system()));
    assertThat(ids(news)).containsExactly(73L, 72L, 71L, 70L);
    assertThat(source.progress(after(news).orElseThrow())).isLessThan(1);
    assertThat(source.unread(after(news).orElseThrow())).containsExactly(new IdRange(42, 69));
  }

  @Test
  void what_is_posted_while_old_posts_are_read_does_not_wait_for_their_end() throws Exception {
    try (var slow = new PreviewServer(1)) {
      slow.texts(LongStream.rangeClosed(1, 40).toArray());
      slow.on(
          "/s/harbour_news?before=38",
          times -> {
            slow.texts(200);
            return null;
          });
      var follower =
          node.reader(slow, directory)
              .source(
                  new PreviewSource.Wanted(CHANNEL, null, 0, Optional.of(Duration.ofMillis(50))));
      var ids = ids(node.read(follower, Optional.empty()));
      assertThat(new HashSet<>(ids)).hasSize(41);
      assertThat(ids.indexOf(200L)).isPositive().isLessThan(ids.indexOf(1L));
    }
  }

  @Test
  void one_that_follows_ends_when_all_is_read() throws Exception {
    source = following(Duration.ofHours(1));
    assertThat(ids(read(Optional.empty()))).isEqualTo(ALL_OLD);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 100})
  void each_collection_with_a_limit_goes_on_where_the_last_one_stopped(long limit)
      throws Exception {
    addAlbum();
    source = node.reader(server, directory).source(limit);
    var seen = new ArrayList<Long>();
    Optional<PreviewCursor> cursor = Optional.empty();
    for (int runs = 0; runs < 20 && !cursor.map(PreviewCursor::isComplete).orElse(false); runs++) {
      var arrivals = read(cursor);
      assertThat(ids(arrivals)).hasSizeBetween(1, (int) Math.max(limit, ALBUM.size()));
      seen.addAll(ids(arrivals));
      cursor = after(arrivals);
    }
    assertThat(new HashSet<>(seen)).hasSize(OLD.length + ALBUM.size());
  }

  @Test
  void what_is_older_than_asked_for_is_not_read() throws Exception {
    var since = PreviewServer.FIRST_POST.plusSeconds(3600 * 9);
    source =
        node.reader(server, directory)
            .source(new PreviewSource.Wanted(CHANNEL, since, 0, Optional.empty()));
    var arrivals = read(Optional.empty());
    assertThat(ids(arrivals)).containsExactly(41L, 40L, 31L, 30L, 20L, 9L);
    assertThat(after(arrivals).orElseThrow().isComplete()).isTrue();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void the_cursor_of_another_question_is_not_gone_on_from() throws Exception {
    var since = PreviewServer.FIRST_POST.plusSeconds(3600 * 30);
    var young =
        node.reader(server, directory)
            .source(new PreviewSource.Wanted(CHANNEL, since, 0, Optional.empty()));
    var cursor = after(node.read(young, Optional.empty()));
    assertThat(ids(read(cursor))).isEqualTo(ALL_OLD);
  }

  @Test
  void a_channel_without_posts_is_read_to_its_end_at_once() throws Exception {
    try (var empty = new PreviewServer(PAGE)) {
      var arrivals = node.read(node.reader(empty, directory).source(0), Optional.empty());
      assertThat(ids(arrivals)).isEmpty();
      assertThat(after(arrivals).orElseThrow().isComplete()).isTrue();
      assertThat(empty.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/s/harbour_news", "/s/harbour_news?before=30"})
  void a_page_without_a_link_to_older_posts_is_not_the_end(String path) throws Exception {
    server.withoutLink(path);
    var arrivals = read(Optional.empty());
    assertThat(ids(arrivals)).isEqualTo(ALL_OLD);
    assertThat(after(arrivals).orElseThrow().isComplete()).isTrue();
  }

  @Test
  void an_empty_page_behind_one_without_a_link_is_the_end_and_asked_for_once() throws Exception {
    try (var young = new PreviewServer(PAGE)) {
      young.texts(6, 7, 9, 10, 11);
      var arrivals = node.read(node.reader(young, directory).source(0), Optional.empty());
      assertThat(ids(arrivals)).containsExactly(11L, 10L, 9L, 7L, 6L);
      assertThat(after(arrivals).orElseThrow().isComplete()).isTrue();
      assertThat(young.requests())
          .extracting(PreviewServer.Request::path)
          .containsExactly(
              "/s/harbour_news", "/s/harbour_news?before=7", "/s/harbour_news?before=6");
    }
  }

  @Test
  void an_empty_page_behind_one_with_a_link_is_doubted_wherever_the_walk_began() throws Exception {
    var cursor = new PreviewCursor(CHANNEL, 41, List.of(new Hole(30, 0)));
    server.on("/s/harbour_news?before=30", times -> times == 0 ? Reply.noPosts() : null);
    assertThat(ids(read(Optional.of(cursor)))).contains(20L, 9L, 6L, 5L, 1L);
  }

  @Test
  void a_newest_page_that_has_only_a_cursor_is_not_the_end() throws Exception {
    server.on("/s/harbour_news", times -> Reply.page(Pages.history("", Pages.more("31"))));
    assertThat(ids(read(Optional.empty()))).containsExactly(30L, 20L, 9L, 6L, 5L, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "31", "1000"})
  void a_page_that_leads_nowhere_ends_the_walk_as_strange(String before) throws Exception {
    server.on(
        "/s/harbour_news?before=30", times -> Reply.page(Pages.history("", Pages.more(before))));
    assertThat(node.failure(source))
        .isInstanceOf(StrangePageException.class)
        .hasMessageContaining("@harbour_news");
  }

  private PreviewSource named(String name) {
    for (var page : List.of("", "?before=30", "?before=5")) {
      server.on("/s/" + name + page, times -> server.usual("/s/harbour_news" + page));
    }
    return node.reader(server, directory)
        .source(new PreviewSource.Wanted(name, null, 0, Optional.empty()));
  }

  @Test
  void a_channel_is_one_by_all_its_names_its_number_and_its_exports() throws Exception {
    var made = node.channels.named("telegram:old_harbour", "old_harbour");
    node.read(named("old_harbour"), Optional.empty());

    assertThat(node.channels.aliases(made.id()))
        .containsExactlyInAnyOrder(
            "telegram:old_harbour", "telegram:harbour_news", "telegram:channel:1904042808");
    assertThat(node.channels.known("telegram:old_harbour"))
        .hasValueSatisfying(channel -> assertThat(channel.title()).startsWith("Harbour News"));

    node.channels.named("telegram:port_news", "port_news");
    assertThat(node.failure(named("port_news")))
        .isInstanceOf(OtherChannelException.class)
        .hasMessage(
            "@port_news is another name of the channel old-harbour (ID: %d), which is collected already: remove this one"
                .formatted(made.id()));
  }

  @ParameterizedTest
  @CsvSource({"old_harbour, harbour_news", "harbour_news, old_harbour"})
  void of_two_names_that_are_added_together_the_first_to_be_read_is_the_channel(
      String first, String second) throws Exception {
    var made = node.channels.named("telegram:" + first, first);
    node.channels.named("telegram:" + second, second);

    node.read(named(first), Optional.empty());

    assertThat(node.failure(named(second)))
        .isInstanceOf(OtherChannelException.class)
        .hasMessage(
            "@%s is another name of the channel %s (ID: %d), which is collected already: remove this one"
                .formatted(second, made.name(), made.id()));
  }

  @Test
  void a_name_that_leads_to_another_channel_now_is_not_mixed_with_the_one_before()
      throws Exception {
    node.channels.named("telegram:sold_name", "Sold Name");
    node.channels.link("telegram:sold_name", "telegram:channel:77");

    assertThat(node.failure(named("sold_name")))
        .isInstanceOf(OtherChannelException.class)
        .hasMessageContaining("leads to another channel now (telegram:channel:1904042808)");
  }
}
