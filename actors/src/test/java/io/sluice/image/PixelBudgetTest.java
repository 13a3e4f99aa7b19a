package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PixelBudgetTest {
  private static final long KIB = 1024;

  private final PixelBudget budget = new PixelBudget(10 * KIB);

  @Test
  void tells_what_is_in_use() {
    budget.acquire(3 * KIB);
    budget.acquire(1);
    assertThat(budget.bytesInUse()).isEqualTo(4 * KIB);

    budget.release(3 * KIB);
    budget.release(1);
    assertThat(budget.bytesInUse()).isZero();
    assertThat(budget.totalBytes()).isEqualTo(10 * KIB);
  }

  @Test
  void lets_a_large_picture_wait_and_nobody_pass_it() throws InterruptedException {
    budget.acquire(6 * KIB);
    var order = new CopyOnWriteArrayList<String>();
    var large = taking("large", 10 * KIB, order);
    var small = taking("small", KIB, order);
    assertThat(order).isEmpty();

    budget.release(6 * KIB);
    large.join();
    small.join();

    assertThat(order).containsExactly("large", "small");
  }

  @Test
  void refuses_more_than_there_is() {
    assertThatIllegalArgumentException().isThrownBy(() -> budget.acquire(11 * KIB));
    assertThatIllegalArgumentException().isThrownBy(() -> new PixelBudget(0));
  }

  private Thread taking(String name, long bytes, List<String> order) throws InterruptedException {
    var thread =
        new Thread(
            () -> {
              budget.acquire(bytes);
              order.add(name);
              budget.release(bytes);
            });
    thread.start();
    while (LockSupport.getBlocker(thread) == null && thread.isAlive()) {
      Thread.sleep(1);
    }
    return thread;
  }
}
