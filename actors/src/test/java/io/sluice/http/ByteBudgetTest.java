package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
  void more_than_all_is_all() {
    var budget = new ByteBudget(100);
    assertThat(budget.acquire(1000).toCompletableFuture()).isCompleted();
    assertThat(budget.bytesInUse()).isEqualTo(budget.totalBytes()).isEqualTo(100);
  }

  @Test
  void a_budget_of_nothing_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ByteBudget(0))
        .withMessage("a budget must be at least 1 byte, was 0");
  }
}
