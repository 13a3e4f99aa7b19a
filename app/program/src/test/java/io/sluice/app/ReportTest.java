package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.Completeness;
import io.sluice.ledger.channel.LeftOut;
import io.sluice.ledger.channel.PhotoOutcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Completeness STORED =
      new Completeness(
          120,
          130,
          30,
          Map.of(PhotoOutcome.STORED, 27L, PhotoOutcome.MISSING, 3L),
          LeftOut.NOTHING);

  private static FollowedChannel ended(String name, ChannelPhase phase, String reason) {
    var channel = FollowedRows.asked(name, 1);
    channel.take(
        FollowedRows.row(name, phase, reason, List.of(channel.source()), FollowedRows.RICH, 0.5));
    channel.did(FollowedRows.TALLY);
    return channel;
  }

  private static String print(boolean json, FollowedChannel... channels) {
    var out = new StringWriter();
    var standings = Arrays.stream(channels).map(FollowedChannel::standing).toList();
    Report.of(standings, channel -> Optional.of(STORED)).print(new PrintWriter(out), json);
    return out.toString();
  }

  private static JsonNode json(FollowedChannel... channels) throws JsonProcessingException {
    return new ObjectMapper().readTree(print(true, channels)).path("channels");
  }

  @Test
  void the_table_has_a_line_a_channel_with_what_was_done() {
    var lines = print(false, ended("news", ChannelPhase.COMPLETED, "")).lines().toList();
    assertThat(lines.get(0).split(" {2,}"))
        .containsExactly(
            "channel",
            "state",
            "messages",
            "updated",
            "photos",
            "already there",
            "skipped",
            "failed photos",
            "MB before",
            "MB after",
            "msg/s",
            "time");
    assertThat(lines.get(1))
        .matches(
            "news +completed +80 +5 +23 +40 \\+ 4 photos +2 forwarded, 10 short"
                + " +4 missing, 3 not an image +12\\.3 +5\\.7 +\\d+ +0:00");
  }

  @Test
  void the_columns_stand_below_each_other() {
    var lines =
        print(
                false,
                ended("a-rather-long-name", ChannelPhase.COMPLETED, ""),
                ended("b", ChannelPhase.PAUSED, ""),
                FollowedRows.channel("c", 1))
            .lines()
            .limit(4)
            .toList();
    int end = lines.get(0).indexOf("messages") + "messages".length();
    assertThat(lines.subList(1, 3)).allMatch(line -> line.substring(0, end).endsWith(" 80"));
    assertThat(lines.get(3).substring(0, end)).endsWith(" 0");
    assertThat(lines).extracting(String::length).containsOnly(lines.get(0).length());
  }

  @Test
  void what_failed_is_named_below_with_its_reason() {
    var text =
        print(
            false,
            ended("a", ChannelPhase.FAILED, "cut off at byte 17"),
            ended("b", ChannelPhase.COMPLETED, ""));
    assertThat(text.lines())
        .contains(
            "a: cut off at byte 17",
            "b: 9 texts were too long for the rule /(a|b)*/ of EXCLUDE and were kept")
        .doesNotContain("b: ");
  }

  @Test
  void the_json_has_the_same_in_full() throws JsonProcessingException {
    var line = json(ended("news", ChannelPhase.COMPLETED, "")).get(0);
    assertThat(line.path("id").asLong()).isEqualTo(7);
    assertThat(line.path("channel").asText()).isEqualTo("news");
    assertThat(line.path("state").asText()).isEqualTo("completed");
    assertThat(line.path("reason").isNull()).isTrue();
    assertThat(line.path("messages").asLong()).isEqualTo(80);
    assertThat(line.path("updated").asLong()).isEqualTo(5);
    assertThat(line.path("photos").asLong()).isEqualTo(23);
    assertThat(line.path("alreadyThere").asLong()).isEqualTo(40);
    assertThat(line.path("photosAlreadyThere").asLong()).isEqualTo(4);
    assertThat(line.path("skipped").toString()).isEqualTo("{\"forwarded\":2,\"short\":10}");
    assertThat(line.path("photosFailed").toString())
        .isEqualTo("{\"missing\":4,\"not an image\":3}");
    assertThat(line.path("megabytesBefore").asDouble()).isEqualTo(12.34);
    assertThat(line.path("megabytesAfter").asDouble()).isEqualTo(5.67);
    assertThat(line.at("/undecided/~1(a|b)*~1").asLong()).isEqualTo(9);
    assertThat(line.path("seconds").isNumber()).isTrue();
    assertThat(line.path("messagesPerSecond").isNumber()).isTrue();
  }

  @Test
  void the_json_of_a_failure_has_its_reason() throws JsonProcessingException {
    var line = json(ended("news", ChannelPhase.FAILED, "a \"quoted\" reason")).get(0);
    assertThat(line.path("state").asText()).isEqualTo("failed");
    assertThat(line.path("reason").asText()).isEqualTo("a \"quoted\" reason");
  }

  @Test
  void nothing_collected_is_a_report_too() throws JsonProcessingException {
    assertThat(json()).isEmpty();
    assertThat(print(false)).startsWith("channel");
    assertThat(json(FollowedRows.channel("news", 1)).get(0).path("messages").asLong()).isZero();
  }
}
