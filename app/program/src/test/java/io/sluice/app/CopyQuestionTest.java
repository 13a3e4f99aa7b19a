package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CopyQuestionTest {
  private static CopyQuestion question() {
    return new CopyQuestion(Main.whole(), 0, false);
  }

  @Test
  void who_says_yes_agrees() {
    assertThat(question().isYes(() -> " Yes")).isTrue();
    assertThat(question().isYes(() -> "no")).isFalse();
    assertThat(question().isYes(() -> null)).isFalse();
  }

  @Test
  void who_interrupts_is_waited_for_no_more() throws Exception {
    var question = question();
    var never = new CompletableFuture<String>();
    var agreed = CompletableFuture.supplyAsync(() -> question.isYes(never::join));
    question.interrupt();
    assertThat(agreed.get(20, TimeUnit.SECONDS)).isFalse();
    never.complete("y");
  }
}
