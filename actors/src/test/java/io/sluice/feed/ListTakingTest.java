package io.sluice.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.sluice.words.FeedAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ListTakingTest {
  private static final String LIST = "items";

  @TempDir Path directory;
  private final ClientResources threads = DefaultClientResources.create();
  private RedisServer redis;
  private RedisLink link;
  private ListTaking taking;

  @BeforeEach
  void start() {
    redis = RedisServer.start(directory);
    link =
        RedisLink.open(
            threads, FeedAddress.of(redis.url(LIST)), Optional.empty(), Optional.empty());
    taking = new ListTaking(link);
  }

  @AfterEach
  void stop() {
    link.close();
    redis.close();
    threads.shutdown(0, 0, TimeUnit.SECONDS);
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static List<String> items(List<Entry> entries) {
    return entries.stream()
        .map(entry -> new String(entry.fields().get("item"), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void items_come_in_their_order_and_each_has_an_id_that_stays() {
    redis.ask().rpush(LIST, "a", "b", "b", "c");
    await(taking.open(7));
    var first = await(taking.take(7, 3)).orElseThrow();
    assertThat(items(first)).containsExactly("a", "b", "b");
    assertThat(first)
        .extracting(entry -> entry.id().replaceFirst("^\\d{13}-", ""))
        .containsExactly("7.1", "7.2", "7.3");
    assertThat(redis.ask().llen(LIST)).isEqualTo(1);
    assertThat(await(taking.count(List.of(7L, 8L)))).isEqualTo(3);
    await(taking.remove(List.of(first.get(1).id())));
    var ids = await(taking.ids(7));
    assertThat(ids).containsExactlyInAnyOrder(first.get(0).id(), first.get(2).id());
    assertThat(items(await(taking.again(List.of(first.get(0).id()))))).containsExactly("a");
    assertThat(await(taking.again(List.of(first.get(1).id()))).get(0).isGhost()).isTrue();
    assertThat(items(await(taking.take(7, 3)).orElseThrow())).containsExactly("c");
  }

  @Test
  void who_was_taken_over_takes_nothing_more() {
    await(taking.open(7));
    redis.ask().rpush(LIST, "a");
    await(taking.shut(7));
    assertThat(await(taking.take(7, 10))).isEmpty();
    assertThat(redis.ask().llen(LIST)).isEqualTo(1);
    assertThat(redis.ask().keys("*")).containsExactly(LIST);
  }

  @Test
  void a_number_is_closed_only_when_nothing_is_left_of_it() {
    await(taking.open(7));
    redis.ask().rpush(LIST, "a");
    var taken = await(taking.take(7, 10)).orElseThrow();
    assertThat(await(taking.close(7))).isFalse();
    await(taking.remove(List.of(taken.get(0).id())));
    assertThat(await(taking.close(7))).isTrue();
    assertThat(await(taking.take(7, 10))).isEmpty();
    assertThat(redis.ask().keys("*")).isEmpty();
  }

  @Test
  void long_items_come_few_at_a_time() {
    var item = "x".repeat(1 << 20);
    redis.ask().rpush(LIST, item, item, item, item, item, item);
    await(taking.open(1));
    assertThat(await(taking.take(1, 100)).orElseThrow()).hasSize(4);
    assertThat(await(taking.take(1, 100)).orElseThrow()).hasSize(2);
  }

  /** A server without memory refuses before anything was taken. */
  @Test
  void a_server_that_is_full_loses_nothing() {
    await(taking.open(1));
    redis.ask().rpush(LIST, "a", "b");
    redis.ask().configSet("maxmemory", "1");
    assertThat(taking.take(1, 10).toCompletableFuture()).failsWithin(Duration.ofSeconds(20));
    assertThat(redis.ask().llen(LIST)).isEqualTo(2);
    redis.ask().configSet("maxmemory", "0");
    assertThat(items(await(taking.take(1, 10)).orElseThrow())).containsExactly("a", "b");
  }
}
