package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.ChannelRow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {

  private static String line(
      ChannelPhase phase, String reason, ChannelRow.Counters counters, double fraction) {
    var channel = FollowedRows.asked("news", 1);
    channel.take(FollowedRows.row(phase, reason, List.of(channel.source()), counters, fraction));
    return ProgressLine.of(channel.standing());
  }

  @Test
  void tells_name_share_counts_rate_and_remaining_time() {
    assertThat(line(ChannelPhase.COLLECTING, "", FollowedRows.RICH, 0.5))
        .matches(
            "news {20} \\[#{10}-{10}\\]  50% 100 messages, 23 photos, \\d+/s, \\d+:\\d\\d left");
  }

  @Test
  void before_it_can_know_the_remaining_time_it_says_nothing_of_it() {
    assertThat(line(ChannelPhase.COLLECTING, "", FollowedRows.read(1), 0.001))
        .endsWith(", collecting");
  }

  @ParameterizedTest
  @CsvSource({
    "WAITING, '', ', waiting'",
    "WAITING, server is away, ', waiting: server is away'",
    "COLLECTING, server is away, ', again: server is away'",
    "PAUSED, '', ', interrupted'",
    "FAILED, cut off, ', FAILED'"
  })
  void tells_how_it_stands(ChannelPhase phase, String reason, String end) {
    assertThat(line(phase, reason, FollowedRows.read(10), 0.5)).endsWith(end);
  }

  @Test
  void what_is_complete_is_whole_and_says_how_long_it_took() {
    assertThat(line(ChannelPhase.COMPLETED, "", FollowedRows.read(10), 0))
        .contains("[" + "#".repeat(20) + "] 100%")
        .endsWith(", done in 0:00");
  }

  @Test
  void a_new_job_has_a_line_too() {
    assertThat(ProgressLine.of(FollowedRows.channel("news", 3).standing()))
        .contains("[" + "-".repeat(20) + "]   0% 0 messages, 0 photos, 0/s, waiting");
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "9, 0:09", "245, 4:05", "3599, 59:59", "3723, 1:02:03", "90000, 25:00:00"})
  void a_time_is_written_as_people_say_it(long seconds, String written) {
    assertThat(ProgressLine.time(Duration.ofSeconds(seconds))).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({
    "a, a",
    "exactly-24-letters-in-it, exactly-24-letters-in-it",
    "a-name-of-more-than-24-letters, a-name-of-more-than-24-…"
  })
  void names_take_one_width(String name, String shown) {
    var line = ProgressLine.of(FollowedRows.channel(name, 1).standing());
    assertThat(line.substring(0, 24).strip()).isEqualTo(shown);
    assertThat(line.substring(24)).startsWith(" [");
  }

  @Test
  void a_name_is_never_cut_within_a_letter() {
    var line = ProgressLine.of(FollowedRows.channel("𝓗".repeat(30), 1).standing());
    assertThat(line).startsWith("𝓗".repeat(23) + "… [");
  }
}
