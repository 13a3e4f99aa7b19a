package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.channel.Completeness;
import io.sluice.ledger.channel.LeftOut;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.ledger.channel.Reach;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChannelCompletenessTest {
  private static final Map<PhotoOutcome, Long> ALL_PHOTOS =
      Map.of(PhotoOutcome.STORED, 25L, PhotoOutcome.DUPLICATE, 5L);

  private static Reach reach(long newest, double fraction) {
    return new Reach(newest, fraction, "[]");
  }

  private static Completeness stored(LeftOut leftOut) {
    return new Completeness(120, 130, 30, ALL_PHOTOS, leftOut);
  }

  private static Completeness stored(Map<PhotoOutcome, Long> photos) {
    return new Completeness(120, 130, 30, photos, LeftOut.NOTHING);
  }

  @Test
  void all_messages_and_all_photos_are_complete_whatever_ids_were_never_announced() {
    var coverage = ChannelCompleteness.of(reach(130, 1), stored(ALL_PHOTOS), false);
    assertThat(coverage.complete()).isTrue();
    assertThat(coverage.words())
        .isEqualTo("complete: 120 messages up to id 130 of 130, 30 of 30 photos");
  }

  @Test
  void a_photo_without_a_file_makes_it_incomplete_and_says_why() {
    var coverage =
        ChannelCompleteness.of(
            reach(130, 1),
            stored(
                Map.of(
                    PhotoOutcome.STORED, 27L,
                    PhotoOutcome.NOT_AN_IMAGE, 1L,
                    PhotoOutcome.MISSING, 2L)),
            true);
    assertThat(coverage.complete()).isFalse();
    assertThat(coverage.words())
        .isEqualTo(
            "incomplete: 120 messages up to id 130 of 130, 27 of 30 photos"
                + " (2 missing, 1 not an image)");
  }

  @Test
  void a_photo_of_which_nothing_is_known_is_not_yet_tried() {
    var coverage =
        ChannelCompleteness.of(reach(130, 1), stored(Map.of(PhotoOutcome.STORED, 28L)), true);
    assertThat(coverage.complete()).isFalse();
    assertThat(coverage.words()).endsWith("28 of 30 photos (2 not yet tried)");
  }

  @Test
  void what_was_left_out_or_passed_over_makes_it_incomplete_and_is_named() {
    var fields = new TreeMap<>(Map.of("mood", 3L, "tide", 1L));
    var passedOver = new TreeMap<>(Map.of("messages without an id", 2L));
    var known =
        ChannelCompleteness.of(reach(130, 1), stored(new LeftOut(fields, new TreeMap<>())), true);
    assertThat(known.complete()).isFalse();
    assertThat(known.words())
        .isEqualTo(
            "incomplete: 120 messages up to id 130 of 130, 30 of 30 photos;"
                + " fields that Sluice does not know: 3 mood, 1 tide");
    var lost =
        ChannelCompleteness.of(
            reach(130, 1), stored(new LeftOut(new TreeMap<>(), passedOver)), true);
    assertThat(lost.complete()).isFalse();
    assertThat(lost.words()).endsWith("photos; passed over: 2 messages without an id");
  }

  @Test
  void what_is_not_read_yet_is_told_as_ranges() {
    var coverage =
        ChannelCompleteness.of(
            new Reach(150, 0.6, "[{\"from\": 131, \"to\": 140}, {\"from\": 7, \"to\": 7}]"),
            stored(ALL_PHOTOS),
            false);
    assertThat(coverage.complete()).isFalse();
    assertThat(coverage.words())
        .isEqualTo(
            "incomplete: 120 messages up to id 130 of 150, 30 of 30 photos;"
                + " not read yet: ids 131 to 140, 7");
  }

  @Test
  void a_source_that_was_read_to_its_end_needs_no_cursor_to_tell() {
    assertThat(ChannelCompleteness.of(reach(0, 0), stored(ALL_PHOTOS), true).complete()).isTrue();
    assertThat(ChannelCompleteness.of(reach(0, 0), stored(ALL_PHOTOS), false).complete()).isFalse();
    assertThat(ChannelCompleteness.of(reach(0, 0), stored(ALL_PHOTOS), true).newestAnnounced())
        .isEqualTo(130);
  }
}
