package io.sluice.bottleneck;

import static io.sluice.bottleneck.Figure.ASKING;
import static io.sluice.bottleneck.Figure.BYTE_WAITS;
import static io.sluice.bottleneck.Figure.CHANNELS;
import static io.sluice.bottleneck.Figure.CHUNKS;
import static io.sluice.bottleneck.Figure.CPU;
import static io.sluice.bottleneck.Figure.FETCHING;
import static io.sluice.bottleneck.Figure.KEEPING;
import static io.sluice.bottleneck.Figure.PICTURES_FULL;
import static io.sluice.bottleneck.Figure.PIXEL_WAITS;
import static io.sluice.bottleneck.Figure.POOL_FULL;
import static io.sluice.bottleneck.Figure.STORING;
import static io.sluice.bottleneck.Figure.STORING_EVENTS;
import static io.sluice.bottleneck.Figure.WAITING_CHANNELS;
import static io.sluice.bottleneck.Figure.WAITING_CHUNKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.bottleneck.Bottleneck.Cause;
import io.sluice.origin.OriginName;
import io.sluice.origin.OriginSettings;
import io.sluice.origin.Origins;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Knobs KNOBS =
      new Knobs(4, 4, 500, 50, 20, 4, 4, 8, 200, 32, new OriginSettings(1, 20, 5), 4, 512L << 20);

  private static final OriginName PAGES = new OriginName(OriginName.Kind.TELEGRAM_PAGE, "t.me");

  private static Bottleneck judge(Knobs knobs, Sample now) {
    return Judgement.of(knobs, now, 1_000_000);
  }

  private static Bottleneck judge(Map<Figure, Double> figures) {
    return judge(KNOBS, new Sample(figures, Map.of(), Map.of(), List.of()));
  }

  private static Bottleneck judge(Map<Figure, Double> figures, String kind, double inWork) {
    return judge(KNOBS, new Sample(figures, Map.of(), Map.of(kind, inWork), List.of()));
  }

  private static void assertIs(Bottleneck found, Cause cause, String knob) {
    assertThat(found.cause()).as(found.words()).isEqualTo(cause);
    assertThat(found.knob()).startsWith(knob);
    assertThat(found.knob().isEmpty()).isEqualTo(found.gain().isEmpty());
    assertThat(found.share()).isBetween(0.0, 1.0);
  }

  @Test
  void a_node_without_work_is_idle_however_busy_the_machine_is() {
    assertIs(judge(Map.of(CPU, 0.99)), Cause.IDLE, "");
    assertIs(judge(KNOBS, Sample.mean(List.of())), Cause.IDLE, "");
  }

  @Test
  void a_model_that_is_closed_is_waited_for_though_nobody_asks_it() {
    var model = new OriginName(OriginName.Kind.MODEL, "127.0.0.1:11434");
    var closed = List.of(new Origins.Closing(model, 1_060_000, "quota"));
    var found = judge(KNOBS, new Sample(Map.of(CPU, 0.1), Map.of(), Map.of(), closed));
    assertIs(found, Cause.MODEL, "");
    assertThat(found.words()).contains("closed for another 60 s: quota");
    var over = List.of(new Origins.Closing(model, 999_000, "quota"));
    assertIs(judge(KNOBS, new Sample(Map.of(), Map.of(), Map.of(), over)), Cause.IDLE, "");
  }

  @Test
  void channels_that_wait_for_a_site_wait_for_its_rate() {
    var waits = Map.of(PAGES, 1.9);
    var found =
        judge(KNOBS, new Sample(Map.of(CHANNELS, 2.0, CPU, 0.9), waits, Map.of(), List.of()));
    assertIs(found, Cause.ORIGIN, "TELEGRAM_PAGE_RATE=2");
    assertThat(found.words()).contains("t.me (pages)", "and 2 requests wait for that");
  }

  @Test
  void an_origin_that_is_closed_is_to_be_asked_less() {
    var closed = List.of(new Origins.Closing(PAGES, 1_090_000, "answered 429"));
    var found =
        judge(KNOBS, new Sample(Map.of(CHANNELS, 1.0), Map.of(PAGES, 1.0), Map.of(), closed));
    assertIs(found, Cause.ORIGIN, "TELEGRAM_PAGE_RATE=0.5");
    assertThat(found.words()).contains("closed for another 90 s: answered 429");
  }

  @Test
  void one_that_waits_among_many_that_work_holds_nothing_up() {
    var figures = Map.of(CHANNELS, 1.0, CHUNKS, 3.0, CPU, 0.97);
    var found = judge(KNOBS, new Sample(figures, Map.of(PAGES, 1.0), Map.of(), List.of()));
    assertIs(found, Cause.CPU, "more cores");
  }

  @Test
  void busy_cores_come_before_what_they_slow_down() {
    assertIs(judge(Map.of(CHUNKS, 4.0, STORING, 3.0, CPU, 0.95)), Cause.CPU, "more cores");
    assertIs(judge(Map.of(CHANNELS, 1.0, BYTE_WAITS, 30.0, CPU, 0.95)), Cause.CPU, "more cores");
  }

  @Test
  void busy_cores_are_not_to_blame_where_nearly_all_wait_for_something_else() {
    assertIs(
        judge(Map.of(CHUNKS, 4.0, STORING, 3.8, CPU, 1.0)), Cause.DATABASE, "CONSUMER_BATCH_SIZE");
    assertIs(judge(Map.of(CHUNKS, 4.0, KEEPING, 3.8, CPU, 1.0)), Cause.STORE, "IMAGE_DIR");
  }

  @Test
  void cores_that_nobody_may_use_are_given() {
    var few = new Knobs(4, 4, 500, 50, 20, 1, 2, 8, 200, 32, KNOBS.rates(), 4, 512L << 20);
    var pictures = Map.of(CHANNELS, 1.0, PICTURES_FULL, 0.9, CPU, 0.3);
    assertIs(
        judge(few, new Sample(pictures, Map.of(), Map.of(), List.of())),
        Cause.CPU,
        "IMAGE_PARALLELISM=4");
    var documents =
        new Sample(Map.of(CHUNKS, 1.0, CPU, 0.5), Map.of(), Map.of("documents", 4.0), List.of());
    assertIs(judge(few, documents), Cause.CPU, "EXTRACT_WORKERS=4");
  }

  @Test
  void a_slow_disk_is_told_from_a_slow_database() {
    assertIs(judge(Map.of(CHUNKS, 4.0, KEEPING, 3.0, STORING, 0.5)), Cause.STORE, "IMAGE_DIR");
    assertIs(
        judge(Map.of(CHUNKS, 4.0, KEEPING, 0.5, STORING, 3.0)),
        Cause.DATABASE,
        "CONSUMER_BATCH_SIZE=100");
  }

  @Test
  void groups_of_whoever_waits_for_the_database_are_to_be_larger() {
    assertIs(judge(Map.of(CHANNELS, 2.0, STORING, 1.8)), Cause.DATABASE, "BATCH_SIZE=1000");
    assertIs(judge(Map.of(STORING_EVENTS, 3.9)), Cause.DATABASE, "CONSUMER_BATCH_SIZE=100");
  }

  @Test
  void connections_that_are_short_come_before_the_database_behind_them() {
    assertIs(
        judge(Map.of(CHUNKS, 4.0, STORING, 3.0, POOL_FULL, 0.8)),
        Cause.DATABASE,
        "DB_MAX_POOL_SIZE=40");
  }

  @Test
  void memory_that_is_waited_for_is_given() {
    assertIs(
        judge(Map.of(CHANNELS, 1.0, PIXEL_WAITS, 2.5, PICTURES_FULL, 1.0)),
        Cause.MEMORY,
        "JAVA_OPTS=-Xmx1024m");
    assertIs(
        judge(Map.of(CHANNELS, 1.0, BYTE_WAITS, 5.0, CPU, 0.2)),
        Cause.MEMORY,
        "JAVA_OPTS=-Xmx1024m");
  }

  @Test
  void a_model_that_is_asked_all_the_time_holds_up_what_waits_for_it() {
    assertIs(judge(Map.of(ASKING, 4.0, CPU, 0.2)), Cause.MODEL, "OLLAMA_NUM_PARALLEL");
    assertIs(judge(Map.of(ASKING, 31.5)), Cause.MODEL, "MODEL_PARALLELISM=64");
  }

  @Test
  void places_are_short_where_nothing_else_is() {
    assertIs(
        judge(Map.of(CHANNELS, 4.0, WAITING_CHANNELS, 6.0, CPU, 0.3)),
        Cause.PLACES,
        "CONCURRENT_LIMIT=8");
    assertIs(judge(Map.of(CHUNKS, 4.0, WAITING_CHUNKS, 46.0)), Cause.PLACES, "NODE_CHUNKS=8");
  }

  @Test
  void what_is_left_is_what_work_comes_from() {
    assertIs(judge(Map.of(CHANNELS, 1.0, FETCHING, 0.9)), Cause.SOURCE, "");
    assertIs(judge(Map.of(CHUNKS, 2.0), "websites", 199), Cause.SOURCE, "SCRAPE_PARALLELISM=400");
    assertIs(judge(Map.of(CHUNKS, 2.0), "files", 15.9), Cause.SOURCE, "FILE_PARALLELISM=16");
    assertIs(judge(Map.of(CHUNKS, 2.0), "documents", 3), Cause.SOURCE, "");
  }

  @Test
  void work_that_goes_on_waits_for_nothing() {
    assertIs(judge(Map.of(CHANNELS, 1.0, STORING, 0.3, CPU, 0.5)), Cause.NOTHING, "");
  }

  @Test
  void a_mean_is_of_all_that_was_seen() {
    var some = new Sample(Map.of(CHUNKS, 4.0), Map.of(PAGES, 2.0), Map.of(), List.of());
    var mean = Sample.mean(List.of(some, Sample.NONE));
    assertThat(mean.of(CHUNKS)).isEqualTo(2);
    assertThat(mean.waits()).containsExactly(Map.entry(PAGES, 1.0));
  }
}
