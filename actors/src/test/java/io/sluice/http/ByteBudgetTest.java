package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  @Test
  void who_does_not_fit_waits_in_the_order_of_coming() {
    var budget = new ByteBudget(100);
    var first = budget.acquire(60).toCompletableFuture();
    var second = budget.acquire(50).toCompletableFuture();
    var third = budget.acquire(10).toCompletableFuture();
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    assertThat(third).as("fits, but came later").isNotDone();
    budget.release(10);
    assertThat(second).isCompleted();
    assertThat(third).isNotDone();
    budget.release(50);
    assertThat(third).isCompleted();
    assertThat(budget.bytesInUse()).isEqualTo(60);
    budget.release(60);
    assertThat(budget.bytesInUse()).isZero();
  }

  @Test
  void however_many_give_back_at_once_none_stands_on_the_stack_of_another() {
    var budget = new ByteBudget(1);
    var through = new AtomicInteger();
    budget.acquire(1);
    for (int i = 0; i < 100_000; i++) {
      budget
          .acquire(1)
          .thenRun(
              () -> {
                through.incrementAndGet();
                budget.release(1);
              });
    }
    budget.release(1);
    assertThat(through).hasValue(100_000);
    assertThat(budget.bytesInUse()).isZero();
  }

  @Test
  void more_than_all_is_all() {
    var budget = new ByteBudget(100);
    assertThat(budget.acquire(1000).toCompletableFuture()).isCompleted();
    assertThat(budget.bytesInUse()).isEqualTo(budget.totalBytes()).isEqualTo(100);
  }

  @Test
  void who_waits_for_more_goes_before_who_has_nothing() {
    var budget = new ByteBudget(100);
    var first = budget.share();
    first.more(60);
    var second = budget.share();
    second.more(40);
    var third = budget.acquire(10).toCompletableFuture();
    var more = first.more(30).toCompletableFuture();
    second.reduceTo(5);
    assertThat(more).isCompleted();
    assertThat(third).isNotDone();
    first.close();
    assertThat(third).isCompleted();
    assertThat(budget.bytesInUse()).isEqualTo(15);
  }

  @Test
  void those_that_grow_do_not_wait_for_one_another_and_one_alone_goes_beyond() {
    var budget = new ByteBudget(100);
    var shares = new ArrayList<ByteBudget.Share>();
    var turns = new ArrayList<CompletableFuture<Void>>();
    var held = new int[10];
    for (int i = 0; i < 10; i++) {
      shares.add(budget.share());
      turns.add(shares.get(i).more(10).toCompletableFuture());
    }
    for (int closed = 0; closed < 10; ) {
      assertThat(turns).as("somebody goes on").anyMatch(CompletableFuture::isDone);
      for (int i = 9; i >= 0; i--) {
        if (turns.get(i).isDone() && ++held[i] < 7) {
          turns.set(i, shares.get(i).more(10).toCompletableFuture());
        } else if (turns.get(i).isDone()) {
          turns.set(i, new CompletableFuture<>());
          shares.get(i).close();
          closed++;
        }
        assertThat(budget.bytesInUse()).as("one alone goes beyond").isLessThanOrEqualTo(160);
      }
    }
    assertThat(budget.bytesInUse()).isZero();
  }

  @Test
  void one_that_is_closed_while_it_waits_leaves_nothing() {
    var budget = new ByteBudget(100);
    var holder = budget.share();
    holder.more(90);
    var growing = budget.share();
    growing.more(10);
    var more = growing.more(10).toCompletableFuture();
    var coming = budget.share();
    var first = coming.more(10).toCompletableFuture();
    coming.close();
    growing.close();
    holder.close();
    assertThat(more).isNotDone();
    assertThat(first).isNotDone();
    assertThat(growing.more(10).toCompletableFuture()).isNotDone();
    assertThat(budget.bytesInUse()).isZero();
    assertThat(budget.acquire(100).toCompletableFuture()).isCompleted();
  }

  @Test
  void a_budget_of_nothing_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ByteBudget(0))
        .withMessage("a budget must be at least 1 byte, was 0");
  }
}
