package io.sluice.feed;

import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.Done;

/**
 * What runs take out of a list, in its server: {@code LIST:processing:N} has the items by their
 * ids, and {@code LIST:processing:N:mark} stands while the run with that number may take more. An
 * id is when an item was taken, in milliseconds since 1970, the number, and the how manieth it is.
 * Thread-safe.
 */
final class ListTaking {
  private static final String PROCESSING = ":processing:";
  private static final String MARK = ":mark";

  /**
   * Takes items from the left end until they are enough or long enough, if the mark stands; all of
   * that or nothing. What a run does late that was thought dead takes nothing so.
   */
  private static final String TAKE =
      """
      if redis.call('EXISTS', KEYS[2]) == 0 then
        return {0}
      end
      local given = {1}
      local bytes = 0
      local now = redis.call('TIME')
      local millis = now[1] .. string.format('%03d', math.floor(now[2] / 1000))
      local waiting = math.min(redis.call('LLEN', KEYS[1]), tonumber(ARGV[2]))
      while waiting > 0 and bytes < tonumber(ARGV[3]) do
        local id = millis .. '-' .. ARGV[1] .. '.' .. redis.call('INCR', KEYS[2])
        local item = redis.call('LPOP', KEYS[1])
        redis.call('HSET', KEYS[3], id, item)
        given[#given + 1] = id
        given[#given + 1] = item
        bytes = bytes + #item
        waiting = waiting - 1
      end
      return given
      """;

  /** Ends a number of which nothing is left. */
  private static final String CLOSE =
      """
      if redis.call('HLEN', KEYS[2]) > 0 then
        return 0
      end
      redis.call('DEL', KEYS[1])
      return 1
      """;

  private final RedisLink link;
  private final String list;

  ListTaking(RedisLink link) {
    this.link = link;
    list = link.address().stream();
  }

  private String taken(long number) {
    return list + PROCESSING + number;
  }

  private String mark(long number) {
    return taken(number) + MARK;
  }

  /** From now on something may be taken under this number, which is new. */
  CompletionStage<Done> open(long number) {
    return link.ask(redis -> redis.set(mark(number), bytes("0")))
        .thenApply(set -> Done.getInstance());
  }

  /** Nothing is taken under this number any more. */
  CompletionStage<Long> shut(long number) {
    return link.ask(redis -> redis.del(mark(number)));
  }

  /** The same, if nothing is left of it; whether that is so. */
  CompletionStage<Boolean> close(long number) {
    return link.<Long>ask(
            redis ->
                redis.eval(
                    CLOSE, ScriptOutputType.INTEGER, new String[] {mark(number), taken(number)}))
        .thenApply(closed -> closed == 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Empty if nothing may be taken under this number. */
  CompletionStage<Optional<List<Entry>>> take(long number, int most) {
    return link.<List<Object>>ask(
            redis ->
                redis.eval(
                    TAKE,
                    ScriptOutputType.MULTI,
                    new String[] {list, mark(number), taken(number)},
                    bytes(Long.toString(number)),
                    bytes(Integer.toString(most)),
                    bytes(Long.toString(ReadSize.BYTES))))
        .thenApply(
            given -> given.get(0).equals(0L) ? Optional.empty() : Optional.of(entries(given)));
  }

  private static List<Entry> entries(List<Object> given) {
    var entries = new ArrayList<Entry>();
    for (int i = 1; i + 1 < given.size(); i += 2) {
      var id = new String((byte[]) given.get(i), StandardCharsets.UTF_8);
      entries.add(entry(id, (byte[]) given.get(i + 1)));
    }
    return entries;
  }

  private static Entry entry(String id, byte[] item) {
    return new Entry(id, item == null ? null : Map.of(ListIntake.FIELD, item));
  }

  /** Ids of what is left of a number. */
  CompletionStage<List<String>> ids(long number) {
    return link.ask(redis -> redis.hkeys(taken(number)));
  }

  /** Items by their ids; those that are gone have no fields. */
  CompletionStage<List<Entry>> again(List<String> ids) {
    var found =
        byNumber(ids).entrySet().stream()
            .map(
                one ->
                    link.ask(
                            redis ->
                                redis.hmget(
                                    taken(one.getKey()), one.getValue().toArray(String[]::new)))
                        .toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
        .thenApply(
            all ->
                found.stream().flatMap(one -> one.join().stream()).map(ListTaking::entry).toList());
  }

  private static Entry entry(KeyValue<String, byte[]> field) {
    return entry(field.getKey(), field.getValueOrElse(null));
  }

  CompletionStage<Long> remove(Collection<String> ids) {
    return summed(
        byNumber(ids).entrySet().stream()
            .map(
                one ->
                    link.ask(
                        redis ->
                            redis.hdel(taken(one.getKey()), one.getValue().toArray(String[]::new))))
            .toList());
  }

  /** How many items are left of these numbers. */
  CompletionStage<Long> count(List<Long> numbers) {
    return summed(
        numbers.stream().map(number -> link.ask(redis -> redis.hlen(taken(number)))).toList());
  }

  private static CompletionStage<Long> summed(List<CompletionStage<Long>> counts) {
    CompletionStage<Long> sum = CompletableFuture.completedFuture(0L);
    for (var count : counts) {
      sum = sum.thenCombine(count, Long::sum);
    }
    return sum;
  }

  /** Those that are of a list: a dead letter may be of the time when its key was a stream. */
  private static Map<Long, List<String>> byNumber(Collection<String> ids) {
    return ids.stream()
        .filter(ListTaking::isItem)
        .collect(Collectors.groupingBy(ListTaking::number, TreeMap::new, Collectors.toList()));
  }

  /** Whether it is an id that an item of a list was given. */
  static boolean isItem(String id) {
    return id.indexOf('.') > 0;
  }

  /** When that was, in milliseconds since 1970. */
  static long takenAt(String id) {
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }

  private static long number(String id) {
    return Long.parseLong(id.substring(id.indexOf('-') + 1, id.indexOf('.')));
  }
}
