package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Each step of a writer is taken by hand. */
class WriteBehindTest {
  private final Queue<Runnable> threads = new ConcurrentLinkedQueue<>();
  private final List<String> written = new ArrayList<>();
  private final List<String> called = new ArrayList<>();

  /** What comes while the next one is written. */
  private Runnable meanwhile = () -> {};

  private final WriteBehind<String> row =
      new WriteBehind<>("a row", this::write, (earlier, later) -> earlier + later, threads::add);

  private void write(String value) {
    var now = meanwhile;
    meanwhile = () -> {};
    now.run();
    written.add(value);
  }

  @Test
  void calls_at_once_where_nothing_is_to_be_written() {
    row.whenWritten(() -> called.add("at once"));
    assertThat(called).containsExactly("at once");
  }

  @Test
  void calls_when_what_was_put_before_is_written_though_more_has_come() {
    row.put("a");
    row.whenWritten(() -> called.add("after " + written));
    meanwhile =
        () -> {
          row.whenWritten(() -> called.add("also after " + written));
          row.put("b");
          row.whenWritten(() -> called.add("later after " + written));
          meanwhile = () -> row.put("c");
        };
    threads.remove().run();
    assertThat(written).containsExactly("a", "b", "c");
    assertThat(called).containsExactly("after [a]", "also after [a]", "later after [a, b]");
  }

  @Test
  void calls_nobody_before_what_failed_is_written_with_what_came_since() {
    row.put("a");
    row.whenWritten(() -> called.add("first after " + written));
    meanwhile =
        () -> {
          row.put("b");
          row.whenWritten(() -> called.add("second after " + written));
          throw new IllegalStateException("away");
        };
    threads.remove().run();
    assertThat(called).isEmpty();
    row.put("c");
    row.whenWritten(() -> called.add("third after " + written));
    assertThat(threads).as("one write at a time").isEmpty();
    Waiting.until("the second try", () -> !threads.isEmpty());
    threads.remove().run();
    assertThat(written).containsExactly("abc");
    assertThat(called)
        .containsExactly("first after [abc]", "second after [abc]", "third after [abc]");
  }
}
