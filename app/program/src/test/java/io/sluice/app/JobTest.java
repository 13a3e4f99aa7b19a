package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.channel.Channel;
import io.sluice.channel.Tally;
import io.sluice.ledger.channel.ChannelPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobTest {

  @Test
  void a_new_job_waits() {
    var job = Jobs.job("news", 1);
    assertThat(job.standing().phase()).isEqualTo(ChannelPhase.WAITING);
    assertThat(job.isDone()).isFalse();
    assertThat(job.standing().tally()).isEqualTo(Tally.NONE);
    assertThat(job.standing().fraction()).isZero();
    assertThat(job.current().name()).isEqualTo("news");
    assertThat(job.current().source().location()).isEqualTo("/export0");
  }

  @ParameterizedTest
  @EnumSource(
      value = ChannelPhase.class,
      names = {"REGISTERED", "WAITING", "COLLECTING"})
  void it_goes_on_while_its_channel_does(ChannelPhase phase) {
    var job = Jobs.job("news", 1);
    assertThat(job.update(Jobs.update(job, phase, Jobs.read(10, 0.25)))).isFalse();
    assertThat(job.isDone()).isFalse();
    assertThat(job.done()).isNotDone();
    assertThat(job.standing().tally().read()).isEqualTo(10);
    assertThat(job.standing().fraction()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChannelPhase.class,
      names = {"PAUSED", "COMPLETED", "FAILED"})
  void it_is_done_when_its_channel_is_at_an_end_and_complete_only_if_that_is(ChannelPhase phase) {
    var job = Jobs.job("news", 1);
    assertThat(job.update(Jobs.update(job, phase, "why", Jobs.read(10, 1)))).isFalse();
    assertThat(job.isDone()).isTrue();
    assertThat(job.done()).isCompleted();
    assertThat(job.standing().isComplete()).isEqualTo(phase == ChannelPhase.COMPLETED);
    assertThat(job.standing().reason()).isEqualTo("why");
  }

  @Test
  void after_its_end_nothing_changes_it() throws InterruptedException {
    var job = Jobs.job("news", 1);
    job.update(Jobs.update(job, ChannelPhase.COMPLETED, Jobs.read(10, 1)));
    var elapsed = job.standing().elapsed();
    Thread.sleep(2);
    assertThat(job.update(Jobs.update(job, ChannelPhase.FAILED, Jobs.read(99, 1)))).isFalse();
    assertThat(job.standing().isComplete()).isTrue();
    assertThat(job.standing().tally().read()).isEqualTo(10);
    assertThat(job.standing().elapsed()).isEqualTo(elapsed);
  }

  @Test
  void it_collects_one_source_after_another_and_adds_them_up() {
    var job = Jobs.job("news", 2);
    job.update(Jobs.update(job, ChannelPhase.COLLECTING, Jobs.read(30, 0.5)));
    assertThat(job.standing().fraction()).isCloseTo(0.25, within(1e-9));

    assertThat(job.update(Jobs.update(job, ChannelPhase.COMPLETED, Jobs.read(60, 1)))).isTrue();
    assertThat(job.isDone()).isFalse();
    assertThat(job.standing().phase()).isEqualTo(ChannelPhase.WAITING);
    assertThat(job.current().source().location()).isEqualTo("/export1");
    assertThat(job.standing().tally().read()).isEqualTo(60);
    assertThat(job.standing().fraction()).isCloseTo(0.5, within(1e-9));

    job.update(Jobs.update(job, ChannelPhase.COLLECTING, Jobs.read(5, 0.5)));
    assertThat(job.standing().tally().read()).isEqualTo(65);
    assertThat(job.update(Jobs.update(job, ChannelPhase.COMPLETED, Jobs.read(10, 1)))).isFalse();
    assertThat(job.standing().isComplete()).isTrue();
    assertThat(job.standing().tally().read()).isEqualTo(70);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChannelPhase.class,
      names = {"PAUSED", "FAILED"})
  void after_an_end_that_is_no_completion_it_begins_no_other_source(ChannelPhase phase) {
    var job = Jobs.job("news", 2);
    assertThat(job.update(Jobs.update(job, phase, Jobs.read(10, 1)))).isFalse();
    assertThat(job.isDone()).isTrue();
    assertThat(job.standing().isComplete()).isFalse();
  }

  @Test
  void what_is_still_told_of_the_source_before_is_passed_over() {
    var job = Jobs.job("news", 2);
    var first = Jobs.update(job, ChannelPhase.COMPLETED, Jobs.read(60, 1));
    assertThat(job.update(first)).isTrue();
    assertThat(job.update(first)).isFalse();
    assertThat(job.isDone()).isFalse();
    assertThat(job.standing().phase()).isEqualTo(ChannelPhase.WAITING);
    assertThat(job.standing().tally().read()).isEqualTo(60);
  }

  @Test
  void what_a_channel_tells_before_it_knows_what_to_collect_is_passed_over() {
    var job = Jobs.job("news", 1);
    assertThat(job.update(new Channel.Update(7, null, ChannelPhase.COMPLETED, "", Tally.NONE)))
        .isFalse();
    assertThat(job.isDone()).isFalse();
  }

  @Test
  void what_is_told_twice_of_one_source_does_not_end_the_next() {
    var job = Jobs.job("news", 2);
    var first = Jobs.update(job, ChannelPhase.COMPLETED, Jobs.read(10, 1));
    assertThat(job.update(first)).isTrue();
    assertThat(job.update(first)).isFalse();
    assertThat(job.isDone()).isFalse();
    assertThat(job.update(Jobs.update(job, ChannelPhase.COMPLETED, Jobs.read(5, 1)))).isFalse();
    assertThat(job.isDone()).isTrue();
    assertThat(job.standing().tally().read()).isEqualTo(15);
  }
}
